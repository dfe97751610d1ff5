import {
  convBlock,
  Convolution2D,
  downBlock,
  type GeneratorOptions,
  jointBlock,
  OptionError,
  residualBlock,
  upBlock,
} from '@stackgan/layers';
import {
  conditionOnCaption,
  connect,
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
import { EnlargedLogits } from './enlarged-logits.js';
import { STAGE2_IMAGE_SIZES, type Stage2ImageSize } from './image-size.js';

export interface Stage2GeneratorOptions extends GeneratorOptions {
  /**
   * Width N_g, default 128: the 16x16 features have 4 * gf channels. Divisible by 2 (128x128) or 4
   * (256x256).
   */
  gf?: number;
  /** Side S of the images; default 256. */
  imageSize?: Stage2ImageSize;
  /** Number of residual blocks; default, as in the paper, 4 for 256x256 and 2 for 128x128. */
  residualBlocks?: number;
  /**
   * Whether the generator reads the caption again, as in the paper; default true. If false, its
   * images depend on the Stage-I image alone; embedding and epsilon remain inputs, on which only
   * mean and log variance depend.
   */
  textTwice?: boolean;
  /**
   * Whether the enlarged Stage-I image is added before tanh, and the encoder's 64x64 and 32x32
   * features are joined to those of the up-sampling blocks; default false. The paper has neither:
   * its generator reduces the image to 16x16 and generates all of it anew, which takes millions of
   * images to learn. With the shortcut, it starts at the Stage-I image and learns only to sharpen
   * it.
   */
  shortcut?: boolean;
}

const NAME = 'stage2_generator';

/**
 * The Stage-II generator G (StackGAN, section 3.4): `[Stage-I image [N, 64, 64, 3], embedding
 * [N, T], epsilon [N, E]]` to `[image [N, S, S, 3] in [-1, 1], mean, logVariance]`, with a
 * Conditioning Augmentation of its own. Throws OptionError for an invalid size.
 */
export function createStage2Generator(options: Stage2GeneratorOptions = {}): LayersModel {
  const { gf = 128, imageSize = 256, textTwice = true, shortcut = false } = options;
  const { residualBlocks = imageSize === 256 ? 4 : 2 } = options;
  requirePositiveIntegers({ gf });
  if (!Number.isInteger(residualBlocks) || residualBlocks < 0) {
    throw new OptionError('residualBlocks', residualBlocks, 'give 0 or a positive integer');
  }
  requireOneOf('imageSize', imageSize, STAGE2_IMAGE_SIZES);
  const divisor = imageSize === 256 ? 4 : 2; // gf / divisor channels before RGB
  if (gf % divisor !== 0) {
    throw new OptionError('gf', gf, `give a multiple of ${divisor}`);
  }
  const named = namedLayers(NAME, options);

  // Draw the condition anew: Stage-II reads the caption a second time.
  const lowResolution = input({ shape: [64, 64, 3], name: 'stage1_image' });
  const caption = conditionOnCaption(NAME, options);
  const { embedding, epsilon, mean, logVariance, condition } = caption;

  // Encode the Stage-I image, with ReLU as in the reference code (the paper's text has LeakyReLU),
  // and join the condition.
  const first = { ...named('encode'), batchNormalization: false };
  const at64 = convBlock(lowResolution, gf, first); // [N, 64, 64, gf]
  const relu = (name: string) => ({ ...named(name), activation: 'relu' }) as const;
  const at32 = downBlock(at64, 2 * gf, relu('down1')); // [N, 32, 32, 2 gf]
  let x = downBlock(at32, 4 * gf, relu('down2')); // [N, 16, 16, 4 gf]
  const joint = { ...relu('joint'), kernelSize: 3 } as const;
  x = textTwice ? jointBlock(x, condition, 4 * gf, joint) : convBlock(x, 4 * gf, joint);

  // Refine, and grow from 16x16 to the full size.
  for (let block = 1; block <= residualBlocks; block++) {
    x = residualBlock(x, named(`residual${block}`)); // [N, 16, 16, 4 gf]
  }
  const join = (features: SymbolicTensor, name: string) =>
    shortcut ? connect(layers.concatenate({ name }), [x, features]) : x;
  x = upBlock(x, 2 * gf, named('up1')); // [N, 32, 32, 2 gf]
  x = join(at32, 'joined32');
  x = upBlock(x, gf, named('up2')); // [N, 64, 64, gf]
  x = join(at64, 'joined64');
  x = upBlock(x, gf / 2, named('up3')); // [N, 128, 128, gf / 2]
  if (imageSize === 256) x = upBlock(x, gf / 4, named('up4')); // [N, 256, 256, gf / 4]
  x = connect(new Convolution2D({ ...named('rgb_conv'), filters: 3, kernelSize: 3 }), x);
  if (shortcut) {
    const enlarge = new EnlargedLogits({ name: 'enlarged', size: imageSize });
    x = connect(layers.add({ name: 'corrected' }), [connect(enlarge, lowResolution), x]);
  }
  const tanh = layers.activation({ activation: 'tanh', name: 'image' });
  const image = connect(tanh, x); // [N, S, S, 3]

  return model({
    name: NAME,
    inputs: [lowResolution, embedding, epsilon],
    outputs: [image, mean, logVariance],
  });
}
