/**
 * Blocks, batch normalisation, losses and training steps for conditional GANs.
 *
 * ```ts
 * import * as tf from '@tensorflow/tfjs';
 * import { upBlock } from '@stackgan/layers';
 *
 * const features = tf.input({ shape: [4, 4, 8] });
 * const doubled = upBlock(features, 6, { name: 'up1', seed: 1 }); // [N, 8, 8, 6]
 * console.log(tf.model({ inputs: features, outputs: doubled }).countParams()); // 456
 * ```
 *
 * @packageDocumentation
 */
export {
  BatchNormalization,
  type BatchNormalizationConfig,
  type MovingVariance,
} from './batch-normalization.js';
export { Convolution2D, type Convolution2DConfig } from './convolution2d.js';
export { FullyConnected, type FullyConnectedConfig } from './fully-connected.js';
export { JointConvolution2D, type JointConvolution2DConfig } from './joint-convolution2d.js';
export { LeakyReLU, leakyRelu } from './leaky-relu.js';
export { type Attribute, SampleAttributes } from './sample-attributes.js';
export { ScaleChannels } from './scale-channels.js';
export { UpsampleConv2D, type UpsampleConv2DConfig } from './upsample-conv2d.js';
export { nearestUpsampleConv2d } from './nearest-upsample-conv2d.js';
export { normalizeBatch, type BatchStatistics } from './normalize-batch.js';
export { registerLayers } from './register-layers.js';

export type { BlockActivation, BlockOptions, LayerVariants } from './block-parts.js';
export { bottleneckBlock, type BottleneckBlockOptions } from './bottleneck-block.js';
export { boxMask } from './box-mask.js';
export { convBlock, type ConvBlockOptions } from './conv-block.js';
export { downBlock, type DownBlockOptions } from './down-block.js';
export { jointBlock, type JointBlockOptions } from './joint-block.js';
export { residualBlock } from './residual-block.js';
export { upBlock, type UpBlockOptions, type UpSampling } from './up-block.js';

export type { KernelInitializer } from './initializers.js';
export { OptionError } from './option-error.js';

export { adversarialLoss } from './adversarial-loss.js';
export { binaryCrossEntropyWithLogits } from './binary-cross-entropy-with-logits.js';
export {
  matchingAwareLoss,
  type DiscriminatorLosses,
  type MatchingAwareLogits,
} from './matching-aware-loss.js';
export { attributeStep, scoreStated, type StatedImages } from './attribute-step.js';
export {
  createAttributeNetwork,
  type AttributeNetworkOptions,
} from './create-attribute-network.js';
export {
  attributePriorStep,
  attributesOf,
  type AttributePriorOptions,
  createAttributePrior,
  setAttributePrior,
} from './attribute-prior.js';
export { AUXILIARY_IMAGE_SIZE } from './auxiliary-features.js';
export { statedLoss } from './stated-loss.js';
export { attackImages, type AttackOptions } from './attack-images.js';
export {
  createMatchingNetwork,
  MATCHING_CODE_DIM,
  type MatchingNetworkOptions,
} from './create-matching-network.js';
export { matchingLoss, type MatchingLossOptions } from './matching-loss.js';
export {
  encodeCaptions,
  encodeImages,
  matchingCaptionStep,
  matchingStep,
  scoreMatching,
  type CodedPairs,
  type MatchingPairs,
} from './matching-step.js';
export { setTextCode, type TextCode, textCodeOf } from './text-code.js';
export { whitening } from './whitening.js';
export { reconstructionLoss } from './reconstruction-loss.js';

export { augment } from './augment.js';
export {
  drawAugmentation,
  type AugmentationOptions,
  type AugmentationParameters,
} from './draw-augmentation.js';
export { updateMovingAverage, warmedUpDecay } from './update-moving-average.js';

export type { GeneratorOptions } from './condition-on-caption.js';
export {
  createDiscriminator,
  type DiscriminatorHeadOptions,
  type DiscriminatorOptions,
} from './create-discriminator.js';
export type { NetworkBody, TextPath } from './discriminator-parts.js';
export type { DiscriminatorBatch } from './discriminator-batch.js';
export { discriminatorStep, type DiscriminatorStepOptions } from './discriminator-step.js';
export {
  generatorStep,
  type GeneratedImages,
  type GeneratorLosses,
  type GeneratorStepCommon,
  type GeneratorStepOptions,
} from './generator-step.js';
export type { GeneratorOutput } from './generator-output.js';
export type { MismatchedKind } from './score-mismatched.js';
export { Adam, type AdamOptions, createAdam } from './adam.js';
export type { GradientOptimizer } from './gradient-optimizer.js';
