import * as tf from '@tensorflow/tfjs-core';

/** What follows the dense layer of the Conditioning Augmentation. */
export type CaActivation = 'leakyRelu' | 'relu' | 'linear' | 'glu';

/** Units of the dense layer for each condition dimension. */
export function widthFactor(activation: CaActivation): number {
  return activation === 'glu' ? 4 : 2;
}

/** [N, width factor * E] to [N, 2 E], mean beside log variance. */
export function activateStatistics(x: tf.Tensor2D, activation: CaActivation): tf.Tensor2D {
  switch (activation) {
    case 'leakyRelu':
      return tf.leakyRelu(x, 0.2);
    case 'relu':
      return tf.relu(x);
    case 'linear':
      return x;
    case 'glu': {
      const [value, gate] = tf.split(x, 2, 1) as [tf.Tensor2D, tf.Tensor2D];
      return tf.mul(value, tf.sigmoid(gate));
    }
  }
}
