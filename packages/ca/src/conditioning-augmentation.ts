import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable, type Shape } from '@tensorflow/tfjs-layers';
import { applyCaActivation, type CaActivation } from './ca-activation.js';

/** Meaning of the second half of the dense layer's output: log σ² or log σ. */
export type CaSigma = 'logVariance' | 'logDeviation';

export interface ConditioningAugmentationConfig {
  name?: string;
  /** Size E of mean, log variance and condition; 128 in the paper. */
  conditionDim?: number;
  /**
   * Activation after the dense layer: 'leakyRelu' (slope 0.2, the TensorFlow reference), 'relu'
   * (StackGAN-Pytorch; σ is then never below 1) or 'linear' (the text of the paper).
   */
  activation?: CaActivation;
  /**
   * Meaning of the second half of the dense layer's output: 'logVariance' (StackGAN-Pytorch) or
   * 'logDeviation' (the TensorFlow reference). The layer returns the log variance in both cases.
   */
  sigma?: CaSigma;
  /** Seed of the initial kernel, N(0, 0.02), a positive integer; the bias starts at 0. */
  seed?: number;
}

/** The layer clips the log variance to [-LIMIT, LIMIT], so that its exponential stays finite. */
export const LOG_VARIANCE_LIMIT = 10;

/**
 * Conditioning Augmentation (StackGAN, section 3.2): `[embedding [N, T], epsilon [N, E]]` to
 * `[mean, logVariance, condition]`, [N, E] each, condition = mean + exp(logVariance / 2) * epsilon.
 *
 * Draw epsilon from N(0, I); zeros give the mean itself. The log variance is clipped to
 * ±`LOG_VARIANCE_LIMIT`; its gradient is exact inside the range and 0 outside.
 * Throws RangeError for a `conditionDim` that is not a positive integer, or an embedding of
 * unknown size.
 */
export class ConditioningAugmentation extends layers.Layer {
  static readonly className = 'StackganConditioningAugmentation';

  private readonly conditionDim: number;
  private readonly activation: CaActivation;
  private readonly sigma: CaSigma;
  private readonly seed: number;
  private kernel!: LayerVariable;
  private bias!: LayerVariable;

  constructor(config: ConditioningAugmentationConfig = {}) {
    super(config);
    this.conditionDim = config.conditionDim ?? 128;
    this.activation = config.activation ?? 'leakyRelu';
    this.sigma = config.sigma ?? 'logVariance';
    this.seed = config.seed ?? 1;
    if (!Number.isInteger(this.conditionDim) || this.conditionDim < 1) {
      throw new RangeError(`conditionDim is ${this.conditionDim}: give a positive integer`);
    }
  }

  override build(inputShape: Shape | Shape[]): void {
    const [embedding] = inputShape as [Shape, Shape];
    const textDim = embedding.at(-1) ?? null;
    if (textDim === null) throw new RangeError('The embedding must have a fixed size, [N, T]');
    const units = 2 * this.conditionDim;
    const normal = initializers.randomNormal({ mean: 0, stddev: 0.02, seed: this.seed });
    this.kernel = this.addWeight('kernel', [textDim, units], 'float32', normal);
    this.bias = this.addWeight('bias', [units], 'float32', initializers.zeros());
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape[] {
    const [batch = null] = (inputShape as [Shape, Shape])[0];
    const shape = [batch, this.conditionDim];
    return [shape, shape, shape];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor[] {
    return tf.tidy(() => {
      const [embedding, epsilon] = inputs as [tf.Tensor2D, tf.Tensor2D];
      const linear = tf.add(tf.matMul(embedding, this.kernel.read()), this.bias.read());
      const statistics = applyCaActivation(linear as tf.Tensor2D, this.activation);
      const half = (start: number) => tf.slice(statistics, [0, start], [-1, this.conditionDim]);
      const mean = half(0);
      const second = half(this.conditionDim);
      const logVariance = tf.clipByValue(
        this.sigma === 'logDeviation' ? tf.mul(second, 2) : second,
        -LOG_VARIANCE_LIMIT,
        LOG_VARIANCE_LIMIT,
      );
      const deviation = tf.exp(tf.mul(logVariance, 0.5));
      return [mean, logVariance, tf.add(mean, tf.mul(deviation, epsilon))];
    });
  }

  override getConfig(): tf.serialization.ConfigDict {
    const { conditionDim, activation, sigma, seed } = this;
    return { ...super.getConfig(), conditionDim, activation, sigma, seed };
  }
}

/** Creates a `ConditioningAugmentation` layer, as the functions of `tf.layers` do. */
export function conditioningAugmentation(
  config: ConditioningAugmentationConfig = {},
): ConditioningAugmentation {
  return new ConditioningAugmentation(config);
}
