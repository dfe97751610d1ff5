import * as tf from '@tensorflow/tfjs-core';
import { layers, type LayerVariable, type Shape } from '@tensorflow/tfjs-layers';
import { type KernelInitializer, weightInitializer } from './initializers.js';
import { fixedSize } from './single.js';

export interface JointConvolution2DConfig {
  name?: string;
  filters: number;
  kernelSize: number;
  /** Distribution of the initial kernel, N(0, 0.02); default 'normal'. */
  kernelInitializer?: KernelInitializer;
  /** Seed of the initial kernel. */
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
  private readonly kernelInitializer: KernelInitializer;
  private readonly seed: number;
  private kernel!: LayerVariable;

  constructor(config: JointConvolution2DConfig) {
    super(config);
    this.filters = config.filters;
    this.kernelSize = config.kernelSize;
    this.kernelInitializer = config.kernelInitializer ?? 'normal';
    this.seed = config.seed ?? 1;
  }

  override build(inputShape: Shape | Shape[]): void {
    const [features, text] = inputShape as [Shape, Shape];
    const channels = fixedSize(features, -1) + fixedSize(text, -1);
    const shape = [this.kernelSize, this.kernelSize, channels, this.filters];
    const initializer = weightInitializer(this.seed, this.kernelInitializer);
    this.kernel = this.addWeight('kernel', shape, 'float32', initializer);
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
      const [size, , channels, filters] = kernel.shape;
      const split = features.shape[3];
      const ofFeatures = tf.slice(kernel, [0, 0, 0, 0], [size, size, split, filters]);
      const ofText = tf.slice(kernel, [0, 0, split, 0], [size, size, channels - split, filters]);
      return tf.add(
        tf.conv2d(features, ofFeatures, 1, 'same'),
        convolveRepeatedText(text, ofText, features.shape),
      );
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { filters, kernelSize, kernelInitializer, seed } = this;
    return { ...super.getConfig(), filters, kernelSize, kernelInitializer, seed };
  }
}

/**
 * The text's contribution, [N, H, W, O] or [N, 1, 1, O]. The text is the same on every pixel, so
 * each tap of the kernel gives one number per filter; a pixel sums those of the taps that lie
 * inside the image.
 */
function convolveRepeatedText(
  text: tf.Tensor2D,
  kernel: tf.Tensor4D,
  [batch, height, width]: tf.Tensor4D['shape'],
): tf.Tensor4D {
  const [size, , textSize, filters] = kernel.shape;
  const taps = size * size;
  if (taps === 1) {
    const product = tf.matMul(text, tf.reshape(kernel, [textSize, filters]));
    return tf.reshape(product, [batch, 1, 1, filters]);
  }
  const byText = tf.transpose(tf.reshape(kernel, [taps, textSize, filters]), [1, 0, 2]);
  const ofTaps = tf.matMul(text, tf.reshape(byText, [textSize, taps * filters]));
  const inside = tf.broadcastTo(tapsInside(size, height, width), [batch, height * width, taps]);
  const sums = tf.matMul(inside, tf.reshape(ofTaps, [batch, taps, filters]));
  return tf.reshape(sums, [batch, height, width, filters]);
}

/** [1, H * W, k * k]: 1 where a tap of a pixel's window lies inside the image, else 0. */
function tapsInside(size: number, height: number, width: number): tf.Tensor3D {
  const reach = (size - 1) / 2;
  const taps = size * size;
  const inside = new Float32Array(height * width * taps);
  for (let index = 0; index < inside.length; index++) {
    const tap = index % taps;
    const pixel = (index - tap) / taps;
    const row = Math.floor(pixel / width) + Math.floor(tap / size) - reach;
    const column = (pixel % width) + (tap % size) - reach;
    inside[index] = row >= 0 && row < height && column >= 0 && column < width ? 1 : 0;
  }
  return tf.tensor3d(inside, [1, height * width, taps]);
}
