import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable, type Shape } from '@tensorflow/tfjs-layers';
import { type KernelInitializer, weightInitializer } from './initializers.js';
import { fixedSize, singleShape, singleTensor } from './single.js';

export interface FullyConnectedConfig {
  name?: string;
  units: number;
  useBias?: boolean;
  /** Distribution of the initial kernel, N(0, 0.02); default 'normal'. The bias starts at 0. */
  kernelInitializer?: KernelInitializer;
  /** Seed of the initial kernel. */
  seed?: number;
  /** Whether the weights train; default true. */
  trainable?: boolean;
}

/**
 * Linear map of [N, I] to [N, units]; kernel [I, units]. Unlike the dense layer of tfjs-layers, it
 * computes only the gradients that are needed.
 */
export class FullyConnected extends layers.Layer {
  static readonly className = 'StackganFullyConnected';

  private readonly units: number;
  private readonly useBias: boolean;
  private readonly kernelInitializer: KernelInitializer;
  private readonly seed: number;
  private kernel!: LayerVariable;
  private bias!: LayerVariable;

  constructor(config: FullyConnectedConfig) {
    super(config);
    this.units = config.units;
    this.useBias = config.useBias ?? true;
    this.kernelInitializer = config.kernelInitializer ?? 'normal';
    this.seed = config.seed ?? 1;
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = [fixedSize(singleShape(inputShape), -1), this.units];
    const initializer = weightInitializer(this.seed, this.kernelInitializer);
    this.kernel = this.addWeight('kernel', shape, 'float32', initializer);
    if (this.useBias) {
      this.bias = this.addWeight('bias', [this.units], 'float32', initializers.zeros());
    }
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch = null] = singleShape(inputShape);
    return [batch, this.units];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.tidy(() => {
      const product = tf.matMul(singleTensor<tf.Tensor2D>(inputs), this.kernel.read());
      return this.useBias ? tf.add(product, this.bias.read()) : product;
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { units, useBias, kernelInitializer, seed } = this;
    return { ...super.getConfig(), units, useBias, kernelInitializer, seed };
  }
}
