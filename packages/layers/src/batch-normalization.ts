import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable, type Shape } from '@tensorflow/tfjs-layers';
import { scaleInitializer } from './initializers.js';
import { normalizeBatch, type BatchStatistics } from './normalize-batch.js';
import { fixedSize, singleShape, singleTensor } from './single.js';

/** Estimate that the moving variance averages: the variance of each batch, or n / (n - 1) of it. */
export type MovingVariance = 'biased' | 'unbiased';

export interface BatchNormalizationConfig {
  name?: string;
  /** Share of the old moving statistics that an update keeps; default 0.9. */
  momentum?: number;
  /** Added to the variance; default 1e-5. */
  epsilon?: number;
  /**
   * 'biased' (default) as in the TensorFlow reference, 'unbiased' as in PyTorch. A batch is
   * normalised by its biased variance in both cases.
   */
  movingVariance?: MovingVariance;
  /** Seed of the initial scale, N(1, 0.02). */
  seed?: number;
}

/**
 * Batch normalisation over all axes but the last, of [N, C] or [N, H, W, C].
 *
 * `apply(x, { training: true })` uses the statistics of the batch and, unless
 * `updateStatistics: false` is given too, updates the moving ones; without `training`, the layer
 * uses the moving statistics.
 */
export class BatchNormalization extends layers.Layer {
  // Not 'BatchNormalization': registering that would replace the layer of tfjs.
  static readonly className = 'StackganBatchNormalization';

  private readonly momentum: number;
  private readonly epsilon: number;
  private readonly estimate: MovingVariance;
  private readonly seed: number;
  private gamma!: LayerVariable;
  private beta!: LayerVariable;
  private movingMean!: LayerVariable;
  private movingVariance!: LayerVariable;

  constructor(config: BatchNormalizationConfig = {}) {
    super(config);
    this.momentum = config.momentum ?? 0.9;
    this.epsilon = config.epsilon ?? 1e-5;
    this.estimate = config.movingVariance ?? 'biased';
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
          update ? (found) => this.updateMovingStatistics(found, x.size / gamma.size) : undefined,
        );
      }
      const factor = tf.mul(gamma, tf.rsqrt(tf.add(this.movingVariance.read(), this.epsilon)));
      const shift = tf.sub(beta, tf.mul(this.movingMean.read(), factor));
      return tf.add(tf.mul(x, factor), shift);
    });
  }

  private updateMovingStatistics({ mean, variance }: BatchStatistics, count: number): void {
    const unbiased = this.estimate === 'unbiased' && count > 1;
    const estimate = unbiased ? tf.mul(variance, count / (count - 1)) : variance;
    this.movingMean.write(this.movedTowards(mean, this.movingMean));
    this.movingVariance.write(this.movedTowards(estimate, this.movingVariance));
  }

  private movedTowards(value: tf.Tensor, average: LayerVariable): tf.Tensor {
    return tf.add(tf.mul(average.read(), this.momentum), tf.mul(value, 1 - this.momentum));
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { momentum, epsilon, estimate, seed } = this;
    return { ...super.getConfig(), momentum, epsilon, movingVariance: estimate, seed };
  }
}
