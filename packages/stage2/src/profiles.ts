import type { Stage2DiscriminatorOptions } from './create-stage2-discriminator.js';
import type { Stage2GeneratorOptions } from './create-stage2-generator.js';

/** Options that make networks those of one source; sizes are left to the caller. */
interface Stage2Profile {
  generator: Omit<
    Required<Stage2GeneratorOptions>,
    Size | 'gf' | 'residualBlocks' | 'textTwice' | 'shortcut'
  >;
  discriminator: Omit<Required<Stage2DiscriminatorOptions>, Size | 'df'>;
}
type Size = 'textDim' | 'textCodeDim' | 'conditionDim' | 'imageSize' | 'seed';

/** As the text of the paper (arXiv 1612.03242 v2, section 3) has it; where it is silent, our defaults. */
export const paperProfile = {
  generator: {
    activation: 'linear', // 3.2: a fully connected layer, nothing else
    sigma: 'logVariance', // not stated
    movingVariance: 'biased', // not stated
    kernelInitializer: 'normal', // not stated
  },
  discriminator: {
    body: 'plain', // 3.4: as Stage-I's, with more down-sampling blocks
    textPath: 'embedding', // 3.3: a fully connected layer of its own
    jointKernel: 1, // 3.3: a 1x1 convolution
    squeezeKernel: 1, // not stated
    unconditional: false, // 3.4: matching-aware alone
    logitBias: true, // 3.3: a fully connected layer with one node
    movingVariance: 'biased', // not stated
    kernelInitializer: 'normal', // not stated
  },
} as const satisfies Stage2Profile;

/** As StackGAN-Pytorch (e72ef88, code/model.py); its COCO model has gf 192, df 96, 2 residual blocks, textDim 1024. */
export const pytorchProfile = {
  generator: {
    activation: 'relu', // model.py:43-71
    sigma: 'logVariance', // model.py:43-71
    movingVariance: 'unbiased', // BatchNorm of PyTorch
    kernelInitializer: 'normal', // miscc/utils.py:84-85
  },
  discriminator: {
    body: 'plain', // model.py:263-304
    textPath: 'mean', // miscc/utils.py:27,66
    jointKernel: 3, // model.py:82-84
    squeezeKernel: 3, // model.py:263-304
    unconditional: true, // model.py:298-299
    logitBias: true, // model.py:85,89
    movingVariance: 'unbiased', // BatchNorm of PyTorch
    kernelInitializer: 'normal', // miscc/utils.py:84-85
  },
} as const satisfies Stage2Profile;

/** As the TensorFlow code of the paper's authors (StackGAN, 5db79d0); gf 128, df 64, 4 residual blocks, textDim 1024. */
export const tfProfile = {
  generator: {
    activation: 'leakyRelu', // stageI/model.py:43-51, and the same in stageII
    sigma: 'logDeviation', // stageI/trainer.py:74-89, and the same in stageII
    movingVariance: 'biased', // misc/custom_ops.py:21
    kernelInitializer: 'truncated', // misc/custom_ops.py:80-81
  },
  discriminator: {
    body: 'residual', // stageII/model.py:270-321
    textPath: 'embedding', // stageII/model.py:211-226
    jointKernel: 1, // stageII/model.py:211-226
    squeezeKernel: 1, // stageII/model.py:270-321
    unconditional: false, // stageII/model.py:270-321
    logitBias: false, // misc/custom_ops.py:84-87
    movingVariance: 'biased', // misc/custom_ops.py:21
    kernelInitializer: 'truncated', // misc/custom_ops.py:80-81
  },
} as const satisfies Stage2Profile;
