import { conditioningAugmentation, type CaActivation, type CaSigma } from '@stackgan/ca';
import {
  convBlock,
  Convolution2D,
  downBlock,
  jointBlock,
  layerSeed,
  type LayerVariants,
  OptionError,
  readTextCode,
  requirePositiveIntegers,
  residualBlock,
  upBlock,
} from '@stackgan/layers';
import {
  input,
  layers,
  model,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { EnlargedLogits } from './enlarged-logits.js';
import { requireImageSize, type Stage2ImageSize } from './image-size.js';

export interface Stage2GeneratorOptions extends LayerVariants {
  /** Width N_g: the 16x16 features have 4 * gf channels; divisible by 2 (128x128) or 4 (256x256). */
  gf?: number;
  /** Side of the images drawn. */
  imageSize?: Stage2ImageSize;
  /** Residual blocks; the paper has 4 for 256x256 and 2 for 128x128, the defaults. */
  residualBlocks?: number;
  /** Size T of a caption's embedding; 1024 in the paper (char-CNN-RNN). */
  textDim?: number;
  /**
   * Size of the caption's code that is read in place of the embedding, made by a dense layer that does not train: set it by
   * `setTextCode` of @stackgan/layers. 0, as in the paper: none.
   */
  textCodeDim?: number;
  /** Size E of the condition c. */
  conditionDim?: number;
  /** Activation of the Conditioning Augmentation; 'relu' as in StackGAN-Pytorch. */
  activation?: CaActivation;
  /** What the second half of its dense layer is; 'logDeviation' in the TensorFlow reference. */
  sigma?: CaSigma;
  /**
   * Whether the caption is read a second time, as in the paper. Without it the image of Stage-I is all that is drawn
   * from: embedding and epsilon stay inputs, on which mean and log variance alone depend.
   */
  textTwice?: boolean;
  /**
   * Whether the enlarged Stage-I image is added before tanh, and the encoder's features of 64x64 and 32x32 are joined to the
   * up-blocks. The paper has neither: its G squeezes the image to 16x16 and draws all of it anew, for which it needs millions
   * of images. With the shortcut G starts at the Stage-I image and only sharpens.
   */
  shortcut?: boolean;
  /** Seed of the initial weights. */
  seed?: number;
}

/**
 * The Stage-II generator G (StackGAN, section 3.4): `[Stage-I image [N, 64, 64, 3], embedding [N, T], epsilon [N, E]]`
 * to `[image [N, S, S, 3] in [-1, 1], mean, logVariance]`; it has its own Conditioning Augmentation.
 * Throws OptionError for a size that cannot be.
 */
export function createStage2Generator(options: Stage2GeneratorOptions = {}): LayersModel {
  const {
    gf = 128,
    imageSize = 256,
    textDim = 1024,
    textCodeDim = 0,
    conditionDim = 128,
    seed = 0,
  } = options;
  const { residualBlocks = imageSize === 256 ? 4 : 2, activation = 'leakyRelu' } = options;
  const { sigma = 'logVariance', textTwice = true, shortcut = false } = options;
  const { movingVariance = 'biased', kernelInitializer = 'normal' } = options;
  requirePositiveIntegers({ gf, textDim, conditionDim });
  if (!Number.isInteger(residualBlocks) || residualBlocks < 0) {
    throw new OptionError('residualBlocks', residualBlocks, 'give 0 or a positive integer');
  }
  requireImageSize(imageSize);
  const narrowest = imageSize === 256 ? gf / 4 : gf / 2; // channels before RGB
  if (!Number.isInteger(narrowest)) {
    throw new OptionError('gf', gf, `give a multiple of ${imageSize === 256 ? 4 : 2}`);
  }

  const seedOf = (name: string) => layerSeed(seed, `stage2_generator/${name}`);
  const named = (name: string) => ({
    name,
    seed: seedOf(name),
    movingVariance,
    kernelInitializer,
  });
  const to = (x: SymbolicTensor | SymbolicTensor[], layer: layers.Layer) =>
    layer.apply(x) as SymbolicTensor;

  // Draw the condition anew: Stage-II reads the caption a second time.
  const lowResolution = input({ shape: [64, 64, 3], name: 'stage1_image' });
  const embedding = input({ shape: [textDim], name: 'embedding' });
  const epsilon = input({ shape: [conditionDim], name: 'epsilon' });
  const ca = conditioningAugmentation({
    ...{ name: 'ca', seed: seedOf('ca') },
    ...{ conditionDim, activation, sigma },
  });
  const [mean, logVariance, condition] = ca.apply([
    readTextCode(embedding, textCodeDim),
    epsilon,
  ]) as [SymbolicTensor, SymbolicTensor, SymbolicTensor];

  // Encode the Stage-I image (with ReLU, as the code of the reference, not its text) and join the condition.
  const at64 = convBlock(lowResolution, gf, { ...named('encode'), batchNormalization: false }); // [N, 64, 64, gf]
  const at32 = downBlock(at64, 2 * gf, { ...named('down1'), activation: 'relu' }); // [N, 32, 32, 2 gf]
  let x = downBlock(at32, 4 * gf, { ...named('down2'), activation: 'relu' }); // [N, 16, 16, 4 gf]
  const joint = { ...named('joint'), kernelSize: 3, activation: 'relu' } as const;
  x = textTwice ? jointBlock(x, condition, 4 * gf, joint) : convBlock(x, 4 * gf, joint);

  // Refine, and grow from 16x16 to the full size.
  for (let block = 1; block <= residualBlocks; block++) {
    x = residualBlock(x, named(`residual${block}`)); // [N, 16, 16, 4 gf]
  }
  const join = (features: SymbolicTensor, name: string) =>
    shortcut ? to([x, features], layers.concatenate({ name })) : x;
  x = upBlock(x, 2 * gf, named('up1')); // [N, 32, 32, 2 gf]
  x = join(at32, 'joined32');
  x = upBlock(x, gf, named('up2')); // [N, 64, 64, gf]
  x = join(at64, 'joined64');
  x = upBlock(x, gf / 2, named('up3')); // [N, 128, 128, gf / 2]
  if (imageSize === 256) x = upBlock(x, gf / 4, named('up4')); // [N, 256, 256, gf / 4]
  x = to(x, new Convolution2D({ ...named('rgb_conv'), filters: 3, kernelSize: 3 }));
  if (shortcut) {
    const enlarged = to(lowResolution, new EnlargedLogits({ name: 'enlarged', size: imageSize }));
    x = to([enlarged, x], layers.add({ name: 'corrected' }));
  }
  const image = to(x, layers.activation({ activation: 'tanh', name: 'image' })); // [N, S, S, 3]

  return model({
    name: 'stage2_generator',
    inputs: [lowResolution, embedding, epsilon],
    outputs: [image, mean, logVariance],
  });
}
