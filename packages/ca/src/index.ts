/**
 * Conditioning Augmentation as a layer, and its KL divergence, for any conditional generator.
 *
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { conditioningAugmentation, klDivergence } from '@stackgan/ca';
 *
 * const layer = conditioningAugmentation({ conditionDim: 128 });
 * const embedding = tf.randomNormal([4, 1024]);
 * const epsilon = tf.randomNormal([4, 128]);
 * const [mean, logVariance, condition] = layer.apply([embedding, epsilon]) as tf.Tensor2D[];
 * klDivergence(mean, logVariance).print(); // add twice this to the generator's loss
 * ```
 *
 * @packageDocumentation
 */
export type { CaActivation } from './ca-activation.js';
export {
  conditioningAugmentation,
  ConditioningAugmentation,
  LOG_VARIANCE_LIMIT,
  type CaSigma,
  type ConditioningAugmentationConfig,
} from './conditioning-augmentation.js';
export { klDivergence } from './kl-divergence.js';
export { registerConditioningAugmentation } from './register-conditioning-augmentation.js';
