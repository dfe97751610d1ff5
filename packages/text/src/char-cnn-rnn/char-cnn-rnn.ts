import * as tf from '@tensorflow/tfjs-core';
import { weightVariables } from '../encoder-folder/encoder-weights.js';
import {
  type CharCnnRnnSizes,
  type CharCnnRnnWeights,
  checkCharCnnRnn,
} from './char-cnn-rnn-sizes.js';
import { maxPool } from './max-pool.js';

/**
 * The caption encoder of Reed et al. 2016 (https://arxiv.org/abs/1605.05395, 1605.05396): three
 * convolutions over characters, a recurrent layer over what they found, and a linear map of the
 * mean of its states. It has gradients, and can be `traced`.
 */
export class CharCnnRnn {
  /** The weights by name, in PyTorch's shapes; see `charCnnRnnShapes`. */
  readonly variables: ReadonlyMap<string, tf.Variable>;

  /** Throws `EncoderError` for weights that do not fit `sizes` or are damaged. */
  constructor(
    weights: CharCnnRnnWeights,
    readonly sizes: CharCnnRnnSizes,
  ) {
    checkCharCnnRnn(weights, sizes);
    this.variables = weightVariables(weights);
  }

  /** One-hot codes [N, 201, 70] to embeddings [N, T]. */
  apply(codes: tf.Tensor3D): tf.Tensor2D {
    return tf.tidy(() => {
      const first = maxPool(this.#convolve('conv1', codes), 3);
      const second = maxPool(this.#convolve('conv2', first), 3);
      const third = this.#convolve('conv3', second);
      const states =
        this.sizes.recurrent === 'rnn' ? this.#recur(maxPool(third, 2)) : this.#recurGated(third);
      const sum = states.reduce((total, state) => tf.add(total, state));
      return this.#linear('emb_proj', tf.div(sum, states.length));
    });
  }

  /** Frees the weights. */
  dispose(): void {
    for (const variable of this.variables.values()) variable.dispose();
  }

  #weight<T extends tf.Tensor>(name: string): T {
    return this.variables.get(name) as tf.Tensor as T;
  }

  /** [N, L, in] to [N, L - 3, out]. The published network sets what is below 1e-6 to zero. */
  #convolve(layer: string, input: tf.Tensor3D): tf.Tensor3D {
    const kernel = tf.transpose(this.#weight<tf.Tensor3D>(`${layer}.weight`), [2, 1, 0]);
    const output = tf.conv1d(input, kernel, 1, 'valid');
    return tf.relu(tf.add<tf.Tensor3D>(output, this.#weight(`${layer}.bias`)));
  }

  #linear(layer: string, input: tf.Tensor2D): tf.Tensor2D {
    const product = tf.matMul(input, this.#weight<tf.Tensor2D>(`${layer}.weight`), false, true);
    return tf.add(product, this.#weight(`${layer}.bias`));
  }

  /** A linear layer of each step of [N, L, C], as one product; L times [N, C]. */
  #linearSteps(layer: string, input: tf.Tensor3D): tf.Tensor2D[] {
    const [batch, steps, channels] = input.shape;
    const output = this.#linear(layer, tf.reshape(input, [batch * steps, channels]));
    return tf.unstack(tf.reshape(output, [batch, steps, channels]), 1) as tf.Tensor2D[];
  }

  /** The states of a rectified layer; the first step has no state before it, and no `h2h`. */
  #recur(input: tf.Tensor3D): tf.Tensor2D[] {
    const [first, ...others] = this.#linearSteps('rnn.i2h', input);
    const states = [tf.relu(first!)];
    for (const x of others) {
      states.push(tf.relu(tf.add<tf.Tensor2D>(x, this.#linear('rnn.h2h', states.at(-1)!))));
    }
    return states;
  }

  /** The states of the gated layer, likewise. */
  #recurGated(input: tf.Tensor3D): tf.Tensor2D[] {
    const inputs = this.#linearSteps('rnn.i2h', input);
    const updates = this.#linearSteps('rnn.i2h_update', input);
    const resets = this.#linearSteps('rnn.i2h_reset', input);
    const states = [tf.tanh(inputs[0]!)];
    for (let step = 1; step < inputs.length; step++) {
      const state = states.at(-1)!;
      const update = tf.sigmoid(tf.add(updates[step]!, this.#linear('rnn.h2h_update', state)));
      const reset = tf.sigmoid(tf.add(resets[step]!, this.#linear('rnn.h2h_reset', state)));
      const kept = this.#linear('rnn.h2h', tf.mul(reset, state));
      const candidate = tf.tanh(tf.add(inputs[step]!, kept));
      states.push(tf.add(state, tf.mul(update, tf.sub(candidate, state))));
    }
    return states;
  }
}
