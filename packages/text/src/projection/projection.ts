import * as tf from '@tensorflow/tfjs-core';
import { checkWeights } from '../encoder-folder/check-weights.js';
import { type EncoderWeights, weightVariables } from '../encoder-folder/encoder-weights.js';

/** The widths of a {@link Projection}. */
export interface ProjectionSizes {
  /** Length of the embeddings that it reads. */
  readonly inputs: number;
  /** Numbers between both layers. */
  readonly hidden: number;
  /** Length T of an embedding that it makes. */
  readonly dimension: number;
}

/** Names of all weights with their shapes, those of PyTorch: [out, in] and [out]. */
export const projectionShapes = ({
  inputs,
  hidden,
  dimension,
}: ProjectionSizes): Map<string, number[]> =>
  new Map([
    ['hidden.weight', [hidden, inputs]],
    ['hidden.bias', [hidden]],
    ['output.weight', [dimension, hidden]],
    ['output.bias', [dimension]],
  ]);

/**
 * Two layers, with a rectifier between them, on top of the embeddings of another encoder. It has
 * gradients, and can be `traced`.
 */
export class Projection {
  /** The weights by name; see {@link projectionShapes}. */
  readonly variables: ReadonlyMap<string, tf.Variable>;

  /** Throws `EncoderError` for weights that do not fit `sizes` or are damaged. */
  constructor(
    weights: EncoderWeights,
    readonly sizes: ProjectionSizes,
  ) {
    const { inputs, hidden, dimension } = sizes;
    const network = `a projection from ${inputs} over ${hidden} to ${dimension} numbers`;
    checkWeights(weights, projectionShapes(sizes), network);
    this.variables = weightVariables(weights);
  }

  /** Embeddings of the other encoder [N, inputs] to embeddings [N, T]. */
  apply(embeddings: tf.Tensor2D): tf.Tensor2D {
    return tf.tidy(() => this.#linear('output', tf.relu(this.#linear('hidden', embeddings))));
  }

  /** Frees the weights. */
  dispose(): void {
    for (const variable of this.variables.values()) variable.dispose();
  }

  #linear(layer: string, input: tf.Tensor2D): tf.Tensor2D {
    const weight = this.variables.get(`${layer}.weight`) as tf.Tensor as tf.Tensor2D;
    return tf.add(tf.matMul(input, weight, false, true), this.variables.get(`${layer}.bias`)!);
  }
}
