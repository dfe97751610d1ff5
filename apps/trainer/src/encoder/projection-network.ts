import type { PreparedDataset } from '@stackgan/data';
import type { SeededRandom } from '@stackgan/random';
import { packProjection, Projection, projectionShapes } from '@stackgan/text';
import type * as tf from '@tensorflow/tfjs-core';
import type { TrainableNetwork } from './caption-network.js';
import { initialWeights } from './initial-weights.js';
import { scaledWeights } from './scaled-weights.js';
import { storedEmbeddings } from './stored-embeddings.js';

/** Numbers between the two layers. */
const HIDDEN = 1024;

/** An untrained projection of the embeddings that the data set holds. */
export function projectionNetwork(
  dataset: PreparedDataset,
  dimension: number,
  random: SeededRandom,
): TrainableNetwork {
  const base = dataset.info.encoder;
  const sizes = { inputs: base.dimension, hidden: HIDDEN, dimension };
  const network = new Projection(initialWeights(projectionShapes(sizes), random), sizes);
  return {
    dimension,
    variables: [...network.variables.values()],
    read: storedEmbeddings(dataset).read,
    apply: (rows) => network.apply(rows as tf.Tensor2D),
    pack: async ({ scale, ...about }) =>
      packProjection({
        ...{ ...about, base, sizes },
        weights: await scaledWeights(network.variables, 'output', scale),
      }),
    dispose: () => network.dispose(),
  };
}
