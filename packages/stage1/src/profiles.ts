import type { Stage1DiscriminatorOptions } from './create-stage1-discriminator.js';
import type { Stage1GeneratorOptions } from './create-stage1-generator.js';

/** Options that make networks those of one source; sizes are left to the caller. */
interface Stage1Profile {
  generator: Omit<Required<Stage1GeneratorOptions>, Size | 'gf' | 'latentDim' | 'upSampling'>;
  discriminator: Omit<Required<Stage1DiscriminatorOptions>, Size | 'df'>;
}
type Size = 'textDim' | 'textCodeDim' | 'conditionDim' | 'seed' | 'imageSize';

/** As the text of the paper (arXiv 1612.03242 v2, section 3) has it; where it is silent, our defaults. */
export const paperProfile = {
  generator: {
    activation: 'linear', // 3.2: a fully connected layer, nothing else
    sigma: 'logVariance', // not stated
    joinOrder: 'latentFirst', // not stated
    body: 'plain', // 3.3: up-sampling blocks
    movingVariance: 'biased', // not stated
    kernelInitializer: 'normal', // not stated
  },
  discriminator: {
    body: 'plain', // 3.3: down-sampling blocks
    textPath: 'embedding', // 3.3: a fully connected layer of its own
    jointKernel: 1, // 3.3: a 1x1 convolution
    unconditional: false,
    logitBias: true, // 3.3: a fully connected layer with one node
    movingVariance: 'biased', // not stated
    kernelInitializer: 'normal', // not stated
  },
} as const satisfies Stage1Profile;

/** As StackGAN-Pytorch (e72ef88, code/model.py); its COCO model has gf 192, df 96, textDim 1024. */
export const pytorchProfile = {
  generator: {
    activation: 'relu', // model.py:43-71
    sigma: 'logVariance', // model.py:43-71
    joinOrder: 'latentFirst', // model.py:142
    body: 'plain', // model.py:107-152
    movingVariance: 'unbiased', // BatchNorm of PyTorch
    kernelInitializer: 'normal', // miscc/utils.py:84-85
  },
  discriminator: {
    body: 'plain', // model.py:155-188
    textPath: 'mean', // miscc/utils.py:27,66
    jointKernel: 3, // model.py:82-84
    unconditional: false, // model.py:183
    logitBias: true, // model.py:85-86
    movingVariance: 'unbiased', // BatchNorm of PyTorch
    kernelInitializer: 'normal', // miscc/utils.py:84-85
  },
} as const satisfies Stage1Profile;

/** As the TensorFlow code of the paper's authors (StackGAN, 5db79d0); gf 128, df 64, textDim 1024. */
export const tfProfile = {
  generator: {
    activation: 'leakyRelu', // stageI/model.py:43-51
    sigma: 'logDeviation', // stageI/trainer.py:74-89
    joinOrder: 'conditionFirst', // stageI/trainer.py:101
    body: 'residual', // stageI/model.py:53-112
    movingVariance: 'biased', // misc/custom_ops.py:21
    kernelInitializer: 'truncated', // misc/custom_ops.py:80-81
  },
  discriminator: {
    body: 'residual', // stageI/model.py:158-224
    textPath: 'embedding', // stageI/model.py:152-156
    jointKernel: 1, // stageI/model.py:207-210
    unconditional: false,
    logitBias: false, // stageI/model.py:212
    movingVariance: 'biased', // misc/custom_ops.py:21
    kernelInitializer: 'truncated', // misc/custom_ops.py:80-81
  },
} as const satisfies Stage1Profile;
