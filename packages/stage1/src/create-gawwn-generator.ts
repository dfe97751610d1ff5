import {
  BatchNormalization,
  Convolution2D,
  downBlock,
  FullyConnected,
  OptionError,
  upBlock,
} from '@stackgan/layers';
import {
  BOX_NUMBERS,
  BoxMask,
  conditionOnCaption,
  connect,
  LatentBox,
  namedLayers,
  requireOneOf,
  requirePositiveIntegers,
} from '@stackgan/layers/internal';
import {
  input,
  layers,
  model,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import type { Stage1GeneratorOptions } from './create-stage1-generator.js';
import { STAGE1_IMAGE_SIZES } from './image-size.js';

/** Those of Stage-I that GAWWN's generator has. `latentDim` is 5 or more. */
export type GawwnGeneratorOptions = Omit<
  Stage1GeneratorOptions,
  'attributes' | 'generatorBody' | 'joinOrder'
>;

const NAME = 'gawwn_generator';
/** Name of the layer that chooses the box. */
export const LATENT_BOX = 'latent_box';
/** Side of the features at which the object is confined to its box. */
const PLACED = 16;

/**
 * The generator of GAWWN, which knows where the object is (Reed et al. 2016, "Learning What and
 * Where to Draw", section 4.1), with the inputs and outputs of Stage-I: `[embedding [N, T], epsilon
 * [N, E], latent [N, Z]]` to `[image [N, S, S, 3] in [-1, 1], mean, logVariance]`. The first four
 * numbers of z choose the box of the object, see `setBoxes` and `latentOfBoxes`.
 *
 * The condition is repeated over the cells of the box, zeros outside, and convolved to a vector:
 * what is where. From it and z, the global pathway draws 16x16 features of the whole image. The
 * local pathway draws such features from the condition and z; outside the box they become 0.
 * Both are joined, and grow to the full size.
 *
 * Differs from the paper, whose images have 128x128 pixels: each pathway has half of the width of
 * Stage-I; and the local pathway is masked to the box, as its text says, where its code
 * (reedscot/nips2016, 2c5180d) also shrinks the features to the box.
 *
 * Throws OptionError for an invalid size.
 */
export function createGawwnGenerator(options: GawwnGeneratorOptions = {}): LayersModel {
  const { gf = 128, imageSize = 64, latentDim = 100, conditionDim = 128 } = options;
  const { upSampling = 'nearest' } = options;
  requirePositiveIntegers({ gf, latentDim });
  requireOneOf('imageSize', imageSize, STAGE1_IMAGE_SIZES);
  if (gf % 2 !== 0) throw new OptionError('gf', gf, 'give an even number');
  if (latentDim <= BOX_NUMBERS) {
    const advice = `give more than ${BOX_NUMBERS}: the first ${BOX_NUMBERS} numbers choose the box`;
    throw new OptionError('latentDim', latentDim, advice);
  }
  const named = namedLayers(NAME, options);
  const up = (name: string) => ({ ...named(name), upSampling });
  const relu = (x: SymbolicTensor, name: string) =>
    connect(layers.activation({ activation: 'relu', name }), x);

  // Draw the condition, and choose the box.
  const { embedding, epsilon, mean, logVariance, condition } = conditionOnCaption(NAME, options);
  const latent = input({ shape: [latentDim], name: 'latent' });
  const chosen = new LatentBox({ name: LATENT_BOX }).apply(latent);
  const [box, noise] = chosen as [SymbolicTensor, SymbolicTensor];
  const mask = connect(new BoxMask({ name: 'box_mask', size: PLACED }), box); // [N, 16, 16, 1]

  // A vector of what is where. A condition that is repeated over an image and then warped into a
  // box is the same as its product with the mask of the box.
  const targetShape = [1, 1, conditionDim];
  const repeated = connect(layers.reshape({ targetShape, name: 'condition_cell' }), condition);
  let placed = connect(layers.multiply({ name: 'placed' }), [repeated, mask]); // [N, 16, 16, E]
  placed = downBlock(placed, 2 * gf, { ...named('placed_down1'), activation: 'relu' });
  placed = downBlock(placed, 2 * gf, { ...named('placed_down2'), activation: 'relu' });
  placed = connect(layers.flatten({ name: 'placed_flat' }), placed); // [N, 32 gf]
  const { name, seed } = named('placed_dense');
  placed = connect(new FullyConnected({ name, seed, units: conditionDim }), placed);
  placed = relu(placed, 'placed_relu'); // [N, E]

  // [N, 4 gf] at 4x4, gf at 16x16, from vectors.
  const draw = (pathway: string, parts: SymbolicTensor[]): SymbolicTensor => {
    let x = connect(layers.concatenate({ name: `${pathway}_joined` }), parts);
    const { name, seed } = named(`${pathway}_dense`);
    const dense = new FullyConnected({ name, seed, units: 4 * 4 * 4 * gf, useBias: false });
    x = connect(new BatchNormalization(named(`${pathway}_norm`)), connect(dense, x));
    x = relu(x, `${pathway}_relu`);
    x = connect(layers.reshape({ targetShape: [4, 4, 4 * gf], name: pathway }), x);
    x = upBlock(x, 2 * gf, up(`${pathway}_up1`));
    return upBlock(x, gf, up(`${pathway}_up2`)); // [N, 16, 16, gf]
  };
  const whole = draw('global', [noise, placed]);
  const object = draw('local', [noise, condition]);
  const masked = connect(layers.multiply({ name: 'local_masked' }), [object, mask]);

  // Join both, and grow to the full size: gf channels at 32x32, gf / 2 from there on.
  let x = connect(layers.concatenate({ name: 'pathways' }), [whole, masked]); // [N, 16, 16, 2 gf]
  for (let size = 2 * PLACED; size <= imageSize; size *= 2) {
    x = upBlock(x, size === 2 * PLACED ? gf : gf / 2, up(`up${size}`));
  }
  x = connect(new Convolution2D({ ...named('rgb_conv'), filters: 3, kernelSize: 3 }), x);
  const image = connect(layers.activation({ activation: 'tanh', name: 'image' }), x);

  return model({
    name: NAME,
    inputs: [embedding, epsilon, latent],
    outputs: [image, mean, logVariance],
  });
}
