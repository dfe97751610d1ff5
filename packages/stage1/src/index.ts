/**
 * StackGAN Stage-I: a caption's embedding becomes a 64x64 image.
 *
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { createStage1Generator } from '@stackgan/stage1';
 *
 * const generator = createStage1Generator({ gf: 16, textDim: 1024, seed: 1 });
 * const embedding = tf.randomNormal([2, 1024]); // φ_t
 * const epsilon = tf.randomNormal([2, 128]);
 * const latent = tf.randomNormal([2, 100]); // z
 * const [image] = generator.predict([embedding, epsilon, latent]) as tf.Tensor[]; // [2, 64, 64, 3]
 * ```
 *
 * @packageDocumentation
 */
export { latentOfBoxes, setBoxes } from './boxes.js';
export {
  createGawwnDiscriminator,
  type GawwnDiscriminatorOptions,
} from './create-gawwn-discriminator.js';
export { createGawwnGenerator, type GawwnGeneratorOptions } from './create-gawwn-generator.js';
export {
  createStage1Discriminator,
  type Stage1DiscriminatorOptions,
} from './create-stage1-discriminator.js';
export {
  createStage1Generator,
  type JoinOrder,
  type Stage1GeneratorOptions,
} from './create-stage1-generator.js';
export {
  generatorStep,
  type Stage1GeneratorStepOptions,
  type Stage1Noise,
} from './generator-step.js';
export type { Stage1ImageSize } from './image-size.js';
export { paperProfile, pytorchProfile, tfProfile } from './profiles.js';
export {
  boxMask,
  discriminatorStep,
  OptionError,
  type DiscriminatorBatch,
  type DiscriminatorLosses,
  type DiscriminatorStepOptions,
  type GeneratedImages,
  type GeneratorLosses,
  type GradientOptimizer,
  type LayerVariants,
  type MismatchedKind,
  type NetworkBody,
  type TextPath,
  type UpSampling,
} from '@stackgan/layers';
