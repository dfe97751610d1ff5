import * as tf from '@tensorflow/tfjs-core';

/** Activation after the dense layer of Conditioning Augmentation. */
export type CaActivation = 'leakyRelu' | 'relu' | 'linear';

/** Applies `activation`; the slope of 'leakyRelu' is 0.2. */
export function applyCaActivation(x: tf.Tensor2D, activation: CaActivation): tf.Tensor2D {
  switch (activation) {
    case 'leakyRelu':
      return tf.leakyRelu(x, 0.2);
    case 'relu':
      return tf.relu(x);
    case 'linear':
      return x;
  }
}
