import type { SeededRandom } from '@stackgan/random';
import { CharCnnRnn, charCnnRnnShapes, encodeCharacters, packCharCnnRnn } from '@stackgan/text';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainableNetwork } from './caption-network.js';
import { initialWeights } from './initial-weights.js';
import { scaledWeights } from './scaled-weights.js';

/** A third of the published widths, and a sixth of the work. */
const SIZES = { recurrent: 'gru', channels: [128, 192, 192] } as const;
const CHARACTERS = { lowerCase: true, unknown: 'zero' } as const;

/** An untrained char-CNN-RNN. */
export function charCnnRnnNetwork(dimension: number, random: SeededRandom): TrainableNetwork {
  const sizes = { ...SIZES, dimension };
  const network = new CharCnnRnn(initialWeights(charCnnRnnShapes(sizes), random), sizes);
  return {
    dimension,
    variables: [...network.variables.values()],
    read: (captions) => {
      const texts = captions.map(({ example, caption }) => example.captions[caption]!.trim());
      return tf.tensor3d(encodeCharacters(texts, CHARACTERS), [texts.length, 201, 70]);
    },
    apply: (codes) => network.apply(codes as tf.Tensor3D),
    pack: async ({ scale, ...about }) =>
      packCharCnnRnn({
        ...{ ...about, ...CHARACTERS },
        weights: await scaledWeights(network.variables, 'emb_proj', scale),
      }),
    dispose: () => network.dispose(),
  };
}
