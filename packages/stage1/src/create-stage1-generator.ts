import { conditioningAugmentation, type CaActivation, type CaSigma } from '@stackgan/ca';
import {
  BatchNormalization,
  bottleneckBlock,
  Convolution2D,
  FullyConnected,
  layerSeed,
  type LayerVariants,
  type NetworkBody,
  OptionError,
  requirePositiveIntegers,
  upBlock,
  UpsampleConv2D,
} from '@stackgan/layers';
import {
  input,
  layers,
  model,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';

/** Which of z and c comes first in the vector that the first dense layer reads. */
export type JoinOrder = 'latentFirst' | 'conditionFirst';

export interface Stage1GeneratorOptions extends LayerVariants {
  /** Width N_g: the 4x4 features have 8 * gf channels; even for a plain body. */
  gf?: number;
  /** Size T of a caption's embedding; 1024 in the paper (char-CNN-RNN). */
  textDim?: number;
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
   * 32x32 features doubled.
   */
  body?: NetworkBody;
  /** Seed of the initial weights. */
  seed?: number;
}

/**
 * The Stage-I generator G_0 (StackGAN, section 3.3):
 * `[embedding [N, T], epsilon [N, E], latent [N, Z]]` to `[image [N, 64, 64, 3] in [-1, 1], mean, logVariance]`.
 * Throws OptionError for a size that cannot be.
 */
export function createStage1Generator(options: Stage1GeneratorOptions = {}): LayersModel {
  const { gf = 128, textDim = 512, conditionDim = 128, latentDim = 100, seed = 0 } = options;
  const { activation = 'leakyRelu', sigma = 'logVariance', body = 'plain' } = options;
  const { joinOrder = 'latentFirst' } = options;
  const { movingVariance = 'biased', kernelInitializer = 'normal' } = options;
  requirePositiveIntegers({ gf, textDim, conditionDim, latentDim });
  if (body === 'plain' && gf % 2 !== 0) throw new OptionError('gf', gf, 'give an even number');

  const seedOf = (name: string) => layerSeed(seed, `stage1_generator/${name}`);
  const named = (name: string) => ({
    name,
    seed: seedOf(name),
    movingVariance,
    kernelInitializer,
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
  const [mean, logVariance, condition] = ca.apply([embedding, epsilon]) as [
    SymbolicTensor,
    SymbolicTensor,
    SymbolicTensor,
  ];
  const parts = joinOrder === 'latentFirst' ? [latent, condition] : [condition, latent];
  let x = to(parts, layers.concatenate({ name: 'joined' })); // [N, Z + E]

  // Grow from 4x4 to 64x64. The first normalisation is per unit, not per channel, as in the reference.
  const units = 4 * 4 * 8 * gf;
  const isResidual = body === 'residual';
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
  x = upBlock(x, 2 * gf, named('up2')); // [N, 16, 16, 2 gf]
  x = upBlock(x, gf, named('up3')); // [N, 32, 32, gf]
  if (isResidual) {
    x = to(x, new UpsampleConv2D({ ...named('rgb_conv'), filters: 3 }));
  } else {
    x = upBlock(x, gf / 2, named('up4')); // [N, 64, 64, gf / 2]
    x = to(x, new Convolution2D({ ...named('rgb_conv'), filters: 3, kernelSize: 3 }));
  }
  const image = to(x, layers.activation({ activation: 'tanh', name: 'image' })); // [N, 64, 64, 3]

  return model({
    name: 'stage1_generator',
    inputs: [embedding, epsilon, latent],
    outputs: [image, mean, logVariance],
  });
}
