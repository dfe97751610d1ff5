import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable, type Shape } from '@tensorflow/tfjs-layers';
import { scaleInitializer } from './initializers.js';
import { normalizeBatch, type BatchStatistics } from './normalize-batch.js';
import { fixedSize, singleShape, singleTensor } from './single.js';

export interface BatchNormalizationConfig {
  name?: string;
  /** Share of the old moving statistics that an update keeps. */
  momentum?: number;
  epsilon?: number;
  /** Seed of the initial scale, N(1, 0.02). */
  seed?: number;
}

/**
 * Batch normalisation over all axes but the last, of [N, C] or [N, H, W, C].
 *
 * `apply(x, { training: true })` uses the statistics of the batch and updates the moving ones
 * (with `updateStatistics: false` it does not); otherwise the moving statistics are used.
 */
export class BatchNormalization extends layers.Layer {
  // Not 'BatchNormalization': registering that would replace the layer of tfjs.
  static readonly className = 'StackganBatchNormalization';

  private readonly momentum: number;
  private readonly epsilon: number;
  private readonly seed: number;
  private gamma!: LayerVariable;
  private beta!: LayerVariable;
  private movingMean!: LayerVariable;
  private movingVariance!: LayerVariable;

  constructor(config: BatchNormalizationConfig = {}) {
    super(config);
    this.momentum = config.momentum ?? 0.9;
    this.epsilon = config.epsilon ?? 1e-5;
    this.seed = config.seed ?? 1;
  }

  override build(inputShape: Shape | Shape[]): void {
    const shape = [fixedSize(singleShape(inputShape), -1)];
    const zeros = initializers.zeros();
    this.gamma = this.addWeight('gamma', shape, 'float32', scaleInitializer(this.seed));
    this.beta = this.addWeight('beta', shape, 'float32', zeros);
    this.movingMean = this.addWeight('moving_mean', shape, 'float32', zeros, undefined, false);
    this.movingVariance = this.addWeight(
      'moving_variance',
      shape,
      'float32',
      initializers.ones(),
      undefined,
      false,
    );
    this.built = true;
  }

  override call(inputs: tf.Tensor | tf.Tensor[], kwargs: Record<string, unknown>): tf.Tensor {
    return tf.tidy(() => {
      const x = singleTensor(inputs);
      const gamma = this.gamma.read() as tf.Tensor1D;
      const beta = this.beta.read() as tf.Tensor1D;
      if (kwargs['training'] === true) {
        const update = kwargs['updateStatistics'] !== false;
        return normalizeBatch(
          x,
          gamma,
          beta,
          this.epsilon,
          update ? (statistics) => this.updateMovingStatistics(statistics) : undefined,
        );
      }
      const factor = tf.mul(gamma, tf.rsqrt(tf.add(this.movingVariance.read(), this.epsilon)));
      const shift = tf.sub(beta, tf.mul(this.movingMean.read(), factor));
      return tf.add(tf.mul(x, factor), shift);
    });
  }

  private updateMovingStatistics({ mean, variance }: BatchStatistics): void {
    this.movingMean.write(this.movedTowards(mean, this.movingMean));
    this.movingVariance.write(this.movedTowards(variance, this.movingVariance));
  }

  private movedTowards(value: tf.Tensor, average: LayerVariable): tf.Tensor {
    return tf.add(tf.mul(average.read(), this.momentum), tf.mul(value, 1 - this.momentum));
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { momentum, epsilon, seed } = this;
    return { ...super.getConfig(), momentum, epsilon, seed };
  }
}
