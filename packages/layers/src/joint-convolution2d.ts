import * as tf from '@tensorflow/tfjs-core';
import { layers, type LayerVariable, type Shape } from '@tensorflow/tfjs-layers';
import { weightInitializer } from './initializers.js';
import { fixedSize } from './single.js';

export interface JointConvolution2DConfig {
  name?: string;
  filters: number;
  kernelSize: number;
  /** Seed of the initial kernel, N(0, 0.02). */
  seed?: number;
}

/**
 * Convolution of image features [N, H, W, I] joined with a text vector [N, E] repeated over H x W,
 * 'same' padding, no bias; one kernel [k, k, I + E, O] (StackGAN, section 3.3).
 */
export class JointConvolution2D extends layers.Layer {
  static readonly className = 'StackganJointConvolution2D';

  private readonly filters: number;
  private readonly kernelSize: number;
  private readonly seed: number;
  private kernel!: LayerVariable;

  constructor(config: JointConvolution2DConfig) {
    super(config);
    this.filters = config.filters;
    this.kernelSize = config.kernelSize;
    this.seed = config.seed ?? 1;
  }

  override build(inputShape: Shape | Shape[]): void {
    const [features, text] = inputShape as [Shape, Shape];
    const channels = fixedSize(features, -1) + fixedSize(text, -1);
    const shape = [this.kernelSize, this.kernelSize, channels, this.filters];
    this.kernel = this.addWeight('kernel', shape, 'float32', weightInitializer(this.seed));
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch = null, height = null, width = null] = (inputShape as [Shape, Shape])[0];
    return [batch, height, width, this.filters];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const [features, text] = inputs as [tf.Tensor4D, tf.Tensor2D];
      const kernel = this.kernel.read() as tf.Tensor4D;
      return this.kernelSize === 1
        ? convolvePointwise(features, text, kernel)
        : convolveTiled(features, text, kernel);
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { filters, kernelSize, seed } = this;
    return { ...super.getConfig(), filters, kernelSize, seed };
  }
}

/** A 1x1 kernel sees the same text everywhere, so one small product serves all positions. */
function convolvePointwise(
  features: tf.Tensor4D,
  text: tf.Tensor2D,
  kernel: tf.Tensor4D,
): tf.Tensor4D {
  const [, , channels, filters] = kernel.shape;
  const featureSize = features.shape[3];
  const textSize = channels - featureSize;
  const ofFeatures = tf.slice(kernel, [0, 0, 0, 0], [1, 1, featureSize, filters]);
  const ofText = tf.slice(kernel, [0, 0, featureSize, 0], [1, 1, textSize, filters]);
  const textPart = tf.matMul(text, tf.reshape(ofText, [textSize, filters]));
  return tf.add(
    tf.conv2d(features, ofFeatures, 1, 'same'),
    tf.reshape(textPart, [-1, 1, 1, filters]),
  );
}

function convolveTiled(features: tf.Tensor4D, text: tf.Tensor2D, kernel: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width] = features.shape;
  const textSize = text.shape[1];
  const tiled = tf.broadcastTo<tf.Rank.R4>(tf.reshape(text, [batch, 1, 1, textSize]), [
    batch,
    height,
    width,
    textSize,
  ]);
  return tf.conv2d(tf.concat([features, tiled], 3), kernel, 1, 'same');
}
