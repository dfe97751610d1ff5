import * as tf from '@tensorflow/tfjs-core';
import { layers, type LayerVariable, type Shape } from '@tensorflow/tfjs-layers';
import { type KernelInitializer, weightInitializer } from './initializers.js';
import { fixedSize, singleShape, singleTensor } from './single.js';

export interface Convolution2DConfig {
  name?: string;
  filters: number;
  kernelSize: number;
  strides?: number;
  /** Distribution of the initial kernel, N(0, 0.02); default 'normal'. */
  kernelInitializer?: KernelInitializer;
  /** Seed of the initial kernel. */
  seed?: number;
}

/**
 * Convolution of [N, H, W, I] with 'same' padding, without bias or activation; kernel [k, k, I, O].
 *
 * The convolution of tfjs-layers uses a fused operation that always computes the gradients of both
 * input and kernel; this one computes only the gradients that are needed.
 */
export class Convolution2D extends layers.Layer {
  static readonly className = 'StackganConvolution2D';

  private readonly filters: number;
  private readonly kernelSize: number;
  private readonly strides: number;
  private readonly kernelInitializer: KernelInitializer;
  private readonly seed: number;
  private kernel!: LayerVariable;

  constructor(config: Convolution2DConfig) {
    super(config);
    this.filters = config.filters;
    this.kernelSize = config.kernelSize;
    this.strides = config.strides ?? 1;
    this.kernelInitializer = config.kernelInitializer ?? 'normal';
    this.seed = config.seed ?? 1;
  }

  override build(inputShape: Shape | Shape[]): void {
    const { kernelSize, filters } = this;
    const shape = [kernelSize, kernelSize, fixedSize(singleShape(inputShape), -1), filters];
    const initializer = weightInitializer(this.seed, this.kernelInitializer);
    this.kernel = this.addWeight('kernel', shape, 'float32', initializer);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch = null, height = null, width = null] = singleShape(inputShape);
    const strided = (size: number | null) => size && Math.ceil(size / this.strides);
    return [batch, strided(height), strided(width), this.filters];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const kernel = this.kernel.read() as tf.Tensor4D;
    return tf.conv2d(singleTensor<tf.Tensor4D>(inputs), kernel, this.strides, 'same');
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { filters, kernelSize, strides, kernelInitializer, seed } = this;
    return { ...super.getConfig(), filters, kernelSize, strides, kernelInitializer, seed };
  }
}
