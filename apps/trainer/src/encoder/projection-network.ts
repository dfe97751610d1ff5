import type { PreparedDataset } from '@stackgan/data';
import type { SeededRandom } from '@stackgan/random';
import {
  type EncoderWeights,
  packProjection,
  Projection,
  type ProjectionSizes,
} from '@stackgan/text';
import type * as tf from '@tensorflow/tfjs-core';
import type { TrainableNetwork } from './caption-network.js';
import { scaledWeights } from './scaled-weights.js';
import { storedEmbeddings } from './stored-embeddings.js';

/** A projection of the embeddings that the data set holds; see {@link linearWeights} for its start. */
export function projectionNetwork(
  dataset: PreparedDataset,
  dimension: number,
  random: SeededRandom,
): TrainableNetwork {
  const base = dataset.info.encoder;
  const sizes = { inputs: base.dimension, hidden: 2 * base.dimension, dimension };
  const network = new Projection(linearWeights(sizes, random), sizes);
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

/**
 * Weights with which a projection makes a random linear map of the embeddings, that keeps their dot
 * products on average (Johnson and Lindenstrauss 1984): it starts from what the other encoder knows.
 * Half of the hidden layer holds each number where it is positive, the other half where it is
 * negative; the difference of both is the number.
 */
function linearWeights(
  { inputs, hidden, dimension }: ProjectionSizes,
  random: SeededRandom,
): EncoderWeights {
  const split = new Float32Array(hidden * inputs);
  const map = new Float32Array(dimension * hidden);
  for (let i = 0; i < inputs; i++) {
    split[i * inputs + i] = 1;
    split[(inputs + i) * inputs + i] = -1;
    for (let row = 0; row < dimension; row++) {
      const value = random.normal() / Math.sqrt(dimension);
      map[row * hidden + i] = value;
      map[row * hidden + inputs + i] = -value;
    }
  }
  const of = (shape: number[], data: Float32Array) => ({ dtype: 'float32', shape, data }) as const;
  return {
    'hidden.weight': of([hidden, inputs], split),
    'hidden.bias': of([hidden], new Float32Array(hidden)),
    'output.weight': of([dimension, hidden], map),
    'output.bias': of([dimension], new Float32Array(dimension)),
  };
}
