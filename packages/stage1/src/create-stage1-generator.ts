import { conditioningAugmentation, type CaActivation, type CaSigma } from '@stackgan/ca';
import {
  BatchNormalization,
  bottleneckBlock,
  Convolution2D,
  doubleSize,
  FullyConnected,
  layerSeed,
  type LayerVariants,
  type NetworkBody,
  OptionError,
  readTextCode,
  requirePositiveIntegers,
  upBlock,
  type UpSampling,
} from '@stackgan/layers';
import {
  input,
  layers,
  model,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { requireImageSize, type Stage1ImageSize } from './image-size.js';

/** Which of z and c comes first in the vector that the first dense layer reads. */
export type JoinOrder = 'latentFirst' | 'conditionFirst';

export interface Stage1GeneratorOptions extends LayerVariants {
  /** Width N_g: the 4x4 features have 8 * gf channels; even for a plain body. */
  gf?: number;
  /**
   * Side of the images drawn. 256 has two more up-sampling blocks, as wide as the last one of 64: halved
   * again, a narrow network would have too few channels for three colours.
   */
  imageSize?: Stage1ImageSize;
  /** Size T of a caption's embedding; 1024 in the paper (char-CNN-RNN). */
  textDim?: number;
  /**
   * Size of the caption's code that is read in place of the embedding, made by a dense layer that does not train: set it by
   * `setTextCode` of @stackgan/layers. 0, as in the paper: none.
   */
  textCodeDim?: number;
  /** Size E of the condition c. */
  conditionDim?: number;
  /** Size of the latent z. */
  latentDim?: number;
  /** Activation of the Conditioning Augmentation; 'relu' as in StackGAN-Pytorch. */
  activation?: CaActivation;
  /** What the second half of its dense layer is; 'logDeviation' in the TensorFlow reference. */
  sigma?: CaSigma;
  /** Order of z and c; 'conditionFirst' in the TensorFlow reference. */
  joinOrder?: JoinOrder;
  /**
   * 'plain' (StackGAN-Pytorch), or 'residual' as in the TensorFlow reference: a residual bottleneck at 4x4
   * and at 8x8 in place of the ReLU there, a first dense layer with bias, and RGB straight from the
   * features of half the size doubled.
   */
  body?: NetworkBody;
  /** How features double; 'transposed' in GAN-INT-CLS (Reed et al. 2016). */
  upSampling?: UpSampling;
  /** Seed of the initial weights. */
  seed?: number;
}

/**
 * The Stage-I generator G_0 (StackGAN, section 3.3):
 * `[embedding [N, T], epsilon [N, E], latent [N, Z]]` to `[image [N, S, S, 3] in [-1, 1], mean, logVariance]`.
 * Throws OptionError for a size that cannot be.
 */
export function createStage1Generator(options: Stage1GeneratorOptions = {}): LayersModel {
  const {
    gf = 128,
    textDim = 1024,
    textCodeDim = 0,
    conditionDim = 128,
    latentDim = 100,
    seed = 0,
  } = options;
  const { activation = 'leakyRelu', sigma = 'logVariance', body = 'plain' } = options;
  const { joinOrder = 'latentFirst', imageSize = 64, upSampling = 'nearest' } = options;
  const { movingVariance = 'biased', kernelInitializer = 'normal' } = options;
  requirePositiveIntegers({ gf, textDim, conditionDim, latentDim });
  requireImageSize(imageSize);
  const isResidual = body === 'residual';
  if (gf % 2 !== 0 && (!isResidual || imageSize === 256)) {
    throw new OptionError('gf', gf, 'give an even number');
  }

  const seedOf = (name: string) => layerSeed(seed, `stage1_generator/${name}`);
  const named = (name: string) => ({
    name,
    seed: seedOf(name),
    movingVariance,
    kernelInitializer,
    upSampling,
  });
  const to = (x: SymbolicTensor | SymbolicTensor[], layer: layers.Layer) =>
    layer.apply(x) as SymbolicTensor;

  // Draw the condition, and join it to the latent.
  const embedding = input({ shape: [textDim], name: 'embedding' });
  const epsilon = input({ shape: [conditionDim], name: 'epsilon' });
  const latent = input({ shape: [latentDim], name: 'latent' });
  const ca = conditioningAugmentation({
    ...{ name: 'ca', seed: seedOf('ca') },
    ...{ conditionDim, activation, sigma },
  });
  const [mean, logVariance, condition] = ca.apply([
    readTextCode(embedding, textCodeDim),
    epsilon,
  ]) as [SymbolicTensor, SymbolicTensor, SymbolicTensor];
  const parts = joinOrder === 'latentFirst' ? [latent, condition] : [condition, latent];
  let x = to(parts, layers.concatenate({ name: 'joined' })); // [N, Z + E]

  // Grow from 4x4 to the full size. The first normalisation is per unit, not per channel, as in the reference.
  const units = 4 * 4 * 8 * gf;
  const dense = { name: 'seed_dense', seed: seedOf('seed_dense'), units, useBias: isResidual };
  x = to(x, new FullyConnected(dense));
  x = to(x, new BatchNormalization(named('seed_norm')));
  if (!isResidual) x = to(x, layers.activation({ activation: 'relu', name: 'seed_relu' }));
  x = to(x, layers.reshape({ targetShape: [4, 4, 8 * gf], name: 'seed' })); // [N, 4, 4, 8 gf]
  const residual = (name: string) =>
    isResidual ? bottleneckBlock(x, { ...named(name), activation: 'relu' }) : x;
  x = residual('residual1'); // [N, 4, 4, 8 gf]
  x = upBlock(x, 4 * gf, { ...named('up1'), activation: isResidual ? 'linear' : 'relu' });
  x = residual('residual2'); // [N, 8, 8, 4 gf]
  const blocks = Math.log2(imageSize / 4) - (isResidual ? 1 : 0);
  for (let block = 2; block <= blocks; block++) {
    // 2 gf at 16x16, gf at 32x32, gf / 2 from there on.
    x = upBlock(x, Math.max(8 * gf * 2 ** -block, gf / 2), named(`up${block}`));
  }
  x = isResidual
    ? doubleSize(x, 3, named('rgb_conv'))
    : to(x, new Convolution2D({ ...named('rgb_conv'), filters: 3, kernelSize: 3 }));
  const image = to(x, layers.activation({ activation: 'tanh', name: 'image' })); // [N, S, S, 3]

  return model({
    name: 'stage1_generator',
    inputs: [embedding, epsilon, latent],
    outputs: [image, mean, logVariance],
  });
}
