import * as stage1 from '@stackgan/stage1';
import type { Stage2DiscriminatorOptions } from './create-stage2-discriminator.js';
import type { Stage2GeneratorOptions } from './create-stage2-generator.js';

/** Options that give the networks of one source; the caller chooses the sizes. */
interface Stage2Profile {
  generator: Omit<
    Required<Stage2GeneratorOptions>,
    Size | 'gf' | 'residualBlocks' | 'textTwice' | 'shortcut'
  >;
  discriminator: Omit<Required<Stage2DiscriminatorOptions>, Size | 'df'>;
}
type Size = 'textDim' | 'textCodeDim' | 'conditionDim' | 'imageSize' | 'seed';

/** The options of a Stage-I generator that a Stage-II generator has too. */
const common = <P extends Stage2Profile['generator']>({
  conditionActivation,
  conditionSigma,
  movingVariance,
  kernelInitializer,
}: P): Stage2Profile['generator'] => ({
  conditionActivation,
  conditionSigma,
  movingVariance,
  kernelInitializer,
});

/** Options for the text of the paper; see Stage-I's profile. */
export const paperProfile = {
  generator: common(stage1.paperProfile.generator),
  discriminator: {
    ...stage1.paperProfile.discriminator, // 3.4: as Stage-I's, with more down-sampling blocks
    squeezeKernel: 1, // not stated
  },
} as const satisfies Stage2Profile;

/**
 * Options for StackGAN-Pytorch (e72ef88, code/model.py); its COCO model has gf 192, df 96,
 * 2 residual blocks, textDim 1024.
 */
export const pytorchProfile = {
  generator: common(stage1.pytorchProfile.generator),
  discriminator: {
    ...stage1.pytorchProfile.discriminator, // model.py:263-304
    squeezeKernel: 3, // model.py:263-304
    unconditional: true, // model.py:298-299; the bias of both logits is in lines 85 and 89
  },
} as const satisfies Stage2Profile;

/**
 * Options for the TensorFlow code of the paper's authors (StackGAN, 5db79d0), which has gf 128,
 * df 64, 4 residual blocks, textDim 1024.
 */
export const tfProfile = {
  // Conditioning Augmentation: in stageII the same as in stageI.
  generator: common(stage1.tfProfile.generator),
  discriminator: {
    // stageII/model.py:270-321; text and joint convolution: 211-226; no bias of the logit:
    // misc/custom_ops.py:84-87.
    ...stage1.tfProfile.discriminator,
    squeezeKernel: 1, // stageII/model.py:270-321
  },
} as const satisfies Stage2Profile;
