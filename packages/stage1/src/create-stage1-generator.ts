import {
  type Attribute,
  BatchNormalization,
  bottleneckBlock,
  Convolution2D,
  FullyConnected,
  type GeneratorOptions,
  type NetworkBody,
  OptionError,
  ScaleChannels,
  upBlock,
  type UpSampling,
} from '@stackgan/layers';
import {
  conditionOnCaption,
  connect,
  doubleSize,
  drawAttributes,
  namedLayers,
  requireOneOf,
  requirePositiveIntegers,
} from '@stackgan/layers/internal';
import { input, layers, model, type LayersModel } from '@tensorflow/tfjs-layers';
import { STAGE1_IMAGE_SIZES, type Stage1ImageSize } from './image-size.js';

/** Order of z and c in the vector that the first dense layer reads. */
export type JoinOrder = 'latentFirst' | 'conditionFirst';

export interface Stage1GeneratorOptions extends GeneratorOptions {
  /** Width N_g, default 128: the 4x4 features have 8 * gf channels. Even for a plain body. */
  gf?: number;
  /**
   * Side S of the images; default 64. 256 adds two up-sampling blocks as wide as the last one of
   * 64: if the width were halved twice more, a narrow network would have too few channels for
   * three colours.
   */
  imageSize?: Stage1ImageSize;
  /** Size Z of the latent z; default 100. */
  latentDim?: number;
  /**
   * Attributes that images show, such as hair colour and glasses: the generator then also reads one
   * value of each, in its first layer and as factors of the channels of each block
   * (`ScaleChannels`). The first numbers of z draw the values from what the caption lets expect
   * (`createAttributePrior` of @stackgan/layers; `setAttributePrior` sets its weights). So the
   * caption decides what it states, and z all else. Default none, as in the paper.
   */
  attributes?: readonly Attribute[];
  /** Default 'latentFirst'; 'conditionFirst' in the TensorFlow reference. */
  joinOrder?: JoinOrder;
  /**
   * 'plain' (default, StackGAN-Pytorch), or 'residual' as in the TensorFlow reference: with a
   * residual bottleneck at 4x4 and at 8x8 instead of the ReLU there, a bias in the first dense
   * layer, and RGB computed directly from the doubled features of half the size.
   */
  generatorBody?: NetworkBody;
  /** Default 'nearest'; 'transposed' in GAN-INT-CLS (Reed et al. 2016). */
  upSampling?: UpSampling;
}

const NAME = 'stage1_generator';

/**
 * The Stage-I generator G_0 (StackGAN, section 3.3): `[embedding [N, T], epsilon [N, E], latent
 * [N, Z]]` to `[image [N, S, S, 3] in [-1, 1], mean, logVariance]`.
 * Throws OptionError for an invalid size.
 */
export function createStage1Generator(options: Stage1GeneratorOptions = {}): LayersModel {
  const { gf = 128, imageSize = 64, latentDim = 100, joinOrder = 'latentFirst' } = options;
  const { attributes = [], generatorBody = 'plain', upSampling = 'nearest' } = options;
  requirePositiveIntegers({ gf, latentDim });
  requireOneOf('imageSize', imageSize, STAGE1_IMAGE_SIZES);
  const isResidual = generatorBody === 'residual';
  if (gf % 2 !== 0 && (!isResidual || imageSize === 256)) {
    throw new OptionError('gf', gf, 'give an even number');
  }
  const named = namedLayers(NAME, options);
  const up = (name: string) => ({ ...named(name), upSampling });

  // Draw the condition, and join it to the latent.
  const caption = conditionOnCaption(NAME, options);
  const { embedding, code, epsilon, mean, logVariance, condition } = caption;
  const latent = input({ shape: [latentDim], name: 'latent' });
  const parts = joinOrder === 'latentFirst' ? [latent, condition] : [condition, latent];
  const drawn = attributes.length > 0 ? drawAttributes(code, latent, attributes) : undefined;
  if (drawn) parts.push(drawn);
  let x = connect(layers.concatenate({ name: 'joined' }), parts); // [N, Z + E + V]

  // Grow from 4x4 to the full size. The first normalisation is per unit, not per channel, as in
  // the reference.
  const { name, seed } = named('seed_dense');
  const units = 4 * 4 * 8 * gf;
  x = connect(new FullyConnected({ name, seed, units, useBias: isResidual }), x);
  x = connect(new BatchNormalization(named('seed_norm')), x);
  if (!isResidual) x = connect(layers.activation({ activation: 'relu', name: 'seed_relu' }), x);
  x = connect(layers.reshape({ targetShape: [4, 4, 8 * gf], name: 'seed' }), x); // [N, 4, 4, 8 gf]
  const residual = (block: string) =>
    isResidual ? bottleneckBlock(x, { ...named(block), activation: 'relu' }) : x;
  x = residual('residual1'); // [N, 4, 4, 8 gf]
  /** Lets the attributes scale the channels of the block that x comes from. */
  const scaled = (block: string, units: number) => {
    if (!drawn) return x;
    const dense = new FullyConnected({ ...named(`${block}_factors`), units, useBias: false });
    return connect(new ScaleChannels({ name: `${block}_scaled` }), [x, connect(dense, drawn)]);
  };
  x = upBlock(x, 4 * gf, { ...up('up1'), activation: isResidual ? 'linear' : 'relu' });
  x = scaled('up1', 4 * gf);
  x = residual('residual2'); // [N, 8, 8, 4 gf]
  const blocks = Math.log2(imageSize / 4) - (isResidual ? 1 : 0);
  for (let block = 2; block <= blocks; block++) {
    // 2 gf at 16x16, gf at 32x32, gf / 2 from there on.
    const channels = Math.max(8 * gf * 2 ** -block, gf / 2);
    x = upBlock(x, channels, up(`up${block}`));
    x = scaled(`up${block}`, channels);
  }
  x = isResidual
    ? doubleSize(x, 3, up('rgb_conv'))
    : connect(new Convolution2D({ ...named('rgb_conv'), filters: 3, kernelSize: 3 }), x);
  const tanh = layers.activation({ activation: 'tanh', name: 'image' });
  const image = connect(tanh, x); // [N, S, S, 3]

  return model({
    name: NAME,
    inputs: [embedding, epsilon, latent],
    outputs: [image, mean, logVariance],
  });
}
