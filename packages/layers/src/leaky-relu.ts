import * as tf from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { singleTensor } from './single.js';

/**
 * max(x, slope * x) whose gradient is one product with a mask; tfjs uses a comparison and a
 * selection.
 */
export function leakyRelu<T extends tf.Tensor>(x: T, slope: number): T {
  const activate = tf.customGrad((...parameters) => {
    const [input, save] = parameters as [tf.Tensor, tf.GradSaveFunc];
    save([input]);
    return {
      value: tf.leakyRelu(input, slope),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.mul(dy, tf.step(saved[0]!, slope)),
    };
  });
  return activate(x) as T;
}

/** LeakyReLU with slope 0.2, as in the discriminators of the reference code. */
export class LeakyReLU extends layers.Layer {
  // Not 'LeakyReLU': registering that would replace the layer of tfjs.
  static readonly className = 'StackganLeakyReLU';

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return leakyRelu(singleTensor(inputs), 0.2);
  }
}
