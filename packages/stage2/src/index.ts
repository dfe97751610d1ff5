/**
 * StackGAN Stage-II and the whole pipeline: captions in, 128x128 or 256x256 images out.
 *
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import { loadStackGAN } from '@stackgan/stage2';
 *
 * const stackgan = await loadStackGAN('@stackgan/model-avatars');
 * const image = await stackgan.generate('a person in a blue hoodie', { seed: 1 });
 * await writeFile('person.png', image.toPNG());
 * ```
 *
 * @packageDocumentation
 */
export {
  createStage2Discriminator,
  type Stage2DiscriminatorOptions,
} from './networks/create-stage2-discriminator.js';
export {
  createStage2Generator,
  type Stage2GeneratorOptions,
} from './networks/create-stage2-generator.js';
export type { ConditionNoise, StageNoise } from './drawing/condition-noise.js';
export { colorConsistency } from './networks/color-consistency.js';
export {
  generatorStep,
  type Stage2GeneratorStepOptions,
  type Stage2Noise,
} from './networks/generator-step.js';
export { sketchImages, type SketchParameters } from './networks/sketch-images.js';
export type { Stage2ImageSize } from './networks/image-size.js';
export { DisposedError } from './drawing/disposed-error.js';
export { captionWarnings, type CaptionWarning } from './drawing/caption-warning.js';
export type { GenerateProgress } from './drawing/generate-progress.js';
export { GeneratedImage } from './drawing/generated-image.js';
export {
  BackendMissingError,
  EncoderRequiredError,
  ModelSourceError,
  WrongEncoderError,
  type ModelSourceFault,
} from './load/load-errors.js';
export { findDamagedWeight } from './load/find-damaged-weight.js';
export { loadGenerators, type LoadedGenerators } from './load/load-generators.js';
export type { LoadProgress } from './load/load-progress.js';
export { loadNetwork } from './load/load-network.js';
export { loadStackGAN, type LoadStackGANOptions } from './load/load-stackgan.js';
export type { EncoderIdentity } from '@stackgan/text';
export {
  MODEL_INDEX_FILE,
  MODEL_INDEX_FORMAT,
  type ModelIndex,
  modelIndexText,
} from './load/model-index.js';
export { readModelIndex } from './load/read-model-index.js';
export type { ModelStore, ReadOptions } from './load/model-store.js';
export { folderStore } from './load/folder-store.js';
export { memoryStore } from './load/memory-store.js';
export { findModelPackages, packageStore } from './load/package-store.js';
export { webStore } from './load/web-store.js';
export type { StackGANHandlers, StackGANSource } from './load/stackgan-source.js';
export {
  type Cascade,
  type CascadeInputs,
  type CascadeOptions,
  createCascade,
  type Stage,
} from './drawing/cascade.js';
export { type DrawRow, drawRows, type DrawRowsOptions } from './drawing/draw-rows.js';
export type { Generators } from './drawing/generators.js';
export {
  type CascadeNoise,
  mapNoise,
  type NoiseVector,
  type NoiseVectors,
} from './drawing/noise-vectors.js';
export { RGBImage } from './drawing/image.js';
export { ImageError } from './drawing/image-error.js';
export { pixelBytes } from './drawing/pixel-bytes.js';
export { fillNoise, seededNoise } from './drawing/seeded-noise.js';
export { registerStackGANLayers } from './networks/register-stackgan-layers.js';
export { PipelineError } from './drawing/pipeline-error.js';
export { paperProfile, pytorchProfile, tfProfile } from './networks/profiles.js';
export {
  createStackGAN,
  StackGAN,
  type GenerateOptions,
  type StackGANOptions,
} from './drawing/stackgan.js';
export type { CaptionEncoder } from '@stackgan/text';
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
