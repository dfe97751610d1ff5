import type * as tf from '@tensorflow/tfjs-core';
import { layers, type LayerVariable, type Shape } from '@tensorflow/tfjs-layers';
import { type KernelInitializer, weightInitializer } from './initializers.js';
import { nearestUpsampleConv2d } from './nearest-upsample-conv2d.js';
import { fixedSize, singleShape, singleTensor } from './single.js';

export interface UpsampleConv2DConfig {
  name?: string;
  filters: number;
  /** Distribution of the initial kernel, N(0, 0.02); default 'normal'. */
  kernelInitializer?: KernelInitializer;
  /** Seed of the initial kernel. */
  seed?: number;
}

/**
 * Nearest-neighbour doubling and a 3x3 convolution in one: [N, H, W, I] to [N, 2H, 2W, O]; kernel
 * [3, 3, O, I], the order of transposed convolutions.
 */
export class UpsampleConv2D extends layers.Layer {
  static readonly className = 'StackganUpsampleConv2D';

  private readonly filters: number;
  private readonly kernelInitializer: KernelInitializer;
  private readonly seed: number;
  private kernel!: LayerVariable;

  constructor(config: UpsampleConv2DConfig) {
    super(config);
    this.filters = config.filters;
    this.kernelInitializer = config.kernelInitializer ?? 'normal';
    this.seed = config.seed ?? 1;
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = [3, 3, this.filters, fixedSize(singleShape(inputShape), -1)];
    const initializer = weightInitializer(this.seed, this.kernelInitializer);
    this.kernel = this.addWeight('kernel', shape, 'float32', initializer);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch = null, height = null, width = null] = singleShape(inputShape);
    return [batch, height && 2 * height, width && 2 * width, this.filters];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return nearestUpsampleConv2d(singleTensor(inputs), this.kernel.read() as tf.Tensor4D);
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { filters, kernelInitializer, seed } = this;
    return { ...super.getConfig(), filters, kernelInitializer, seed };
  }
}
