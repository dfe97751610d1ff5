import * as tf from '@tensorflow/tfjs-core';
import { layers, type Shape } from '@tensorflow/tfjs-layers';

/**
 * Scales each channel of features: `[x [N, H, W, C], factors [N, C]]` to x · (1 + factors), the
 * scaling half of FiLM (Perez et al. 2018). A network that draws a shape in some channels can thus
 * give it one of many colours, without channels for each pair of shape and colour.
 */
export class ScaleChannels extends layers.Layer {
  static readonly className = 'StackganScaleChannels';

  override computeOutputShape(shapes: Shape | Shape[]): Shape {
    return (shapes as Shape[])[0]!;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [x, factors] = inputs as [tf.Tensor4D, tf.Tensor2D];
      const [, channels] = factors.shape;
      return tf.mul(x, tf.reshape(tf.add(factors, 1), [-1, 1, 1, channels]));
    });
  }
}
