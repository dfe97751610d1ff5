import type { Stage1DiscriminatorOptions } from './create-stage1-discriminator.js';
import type { Stage1GeneratorOptions } from './create-stage1-generator.js';

/** Options that give the networks of one source; the caller chooses the sizes. */
interface Stage1Profile {
  generator: Omit<Required<Stage1GeneratorOptions>, Size | 'gf' | 'latentDim' | 'upSampling'>;
  discriminator: Omit<Required<Stage1DiscriminatorOptions>, Size | 'df'>;
}
type Size = 'textDim' | 'textCodeDim' | 'attributes' | 'conditionDim' | 'seed' | 'imageSize';

const paperVariants = {
  movingVariance: 'biased', // not stated
  kernelInitializer: 'normal', // not stated
} as const;

/**
 * Options for the text of the paper (arXiv 1612.03242 v2, section 3); where it states nothing, our
 * defaults.
 */
export const paperProfile = {
  generator: {
    conditionActivation: 'linear', // 3.2: a fully connected layer, nothing else
    conditionSigma: 'logVariance', // not stated
    joinOrder: 'latentFirst', // not stated
    generatorBody: 'plain', // 3.3: up-sampling blocks
    ...paperVariants,
  },
  discriminator: {
    discriminatorBody: 'plain', // 3.3: down-sampling blocks
    textPath: 'embedding', // 3.3: a fully connected layer of its own
    jointKernel: 1, // 3.3: a 1x1 convolution
    unconditional: false, // 3.3, 3.4: the matching-aware discriminator only
    logitBias: true, // 3.3: a fully connected layer with one node
    ...paperVariants,
  },
} as const satisfies Stage1Profile;

const pytorchVariants = {
  movingVariance: 'unbiased', // BatchNorm of PyTorch
  kernelInitializer: 'normal', // miscc/utils.py:84-85
} as const;

/**
 * Options for StackGAN-Pytorch (e72ef88, code/model.py); its COCO model has gf 192, df 96,
 * textDim 1024.
 */
export const pytorchProfile = {
  generator: {
    conditionActivation: 'relu', // model.py:43-71
    conditionSigma: 'logVariance', // model.py:43-71
    joinOrder: 'latentFirst', // model.py:142
    generatorBody: 'plain', // model.py:107-152
    ...pytorchVariants,
  },
  discriminator: {
    discriminatorBody: 'plain', // model.py:155-188
    textPath: 'mean', // miscc/utils.py:27,66
    jointKernel: 3, // model.py:82-84
    unconditional: false, // model.py:183
    logitBias: true, // model.py:85-86
    ...pytorchVariants,
  },
} as const satisfies Stage1Profile;

const tfVariants = {
  movingVariance: 'biased', // misc/custom_ops.py:21
  kernelInitializer: 'truncated', // misc/custom_ops.py:80-81
} as const;

/**
 * Options for the TensorFlow code of the paper's authors (StackGAN, 5db79d0), which has gf 128,
 * df 64, textDim 1024.
 */
export const tfProfile = {
  generator: {
    conditionActivation: 'leakyRelu', // stageI/model.py:43-51
    conditionSigma: 'logDeviation', // stageI/trainer.py:74-89
    joinOrder: 'conditionFirst', // stageI/trainer.py:101
    generatorBody: 'residual', // stageI/model.py:53-112
    ...tfVariants,
  },
  discriminator: {
    discriminatorBody: 'residual', // stageI/model.py:158-224
    textPath: 'embedding', // stageI/model.py:152-156
    jointKernel: 1, // stageI/model.py:207-210
    unconditional: false,
    logitBias: false, // stageI/model.py:212
    ...tfVariants,
  },
} as const satisfies Stage1Profile;
