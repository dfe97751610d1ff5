/**
 * StackGAN Stage-II and the whole pipeline: captions in, 128x128 or 256x256 pictures out.
 *
 * ```ts
 * import { createStage1Generator } from '@stackgan/stage1';
 * import { createStackGAN, createStage2Generator } from '@stackgan/stage2';
 *
 * const stackgan = createStackGAN({
 *   stage1: createStage1Generator({ gf: 16 }), // trained ones draw better
 *   stage2: createStage2Generator({ gf: 16, residualBlocks: 1 }),
 *   encoder, // loadSentenceEncoder() of @stackgan/text, or your own
 * });
 * const { images } = await stackgan.generate('a red apple', { seed: 1 }); // [1, 256, 256, 3]
 * ```
 *
 * @packageDocumentation
 */
export {
  createStage2Discriminator,
  type Stage2DiscriminatorOptions,
} from './create-stage2-discriminator.js';
export { createStage2Generator, type Stage2GeneratorOptions } from './create-stage2-generator.js';
export { colorConsistency } from './color-consistency.js';
export {
  generatorStep,
  type Stage2GeneratorStepOptions,
  type Stage2Noise,
} from './generator-step.js';
export type { Stage2ImageSize } from './image-size.js';
export { PipelineError } from './pipeline-error.js';
export { paperProfile, pytorchProfile, tfProfile } from './profiles.js';
export {
  createStackGAN,
  StackGAN,
  type GeneratedPictures,
  type GenerateOptions,
  type StackGANOptions,
} from './stackgan.js';
export type { TextEncoder } from './text-encoder.js';
export {
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
} from '@stackgan/layers';
