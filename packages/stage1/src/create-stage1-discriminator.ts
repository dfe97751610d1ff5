import {
  bottleneckBlock,
  createDiscriminator,
  downBlock,
  layerSeed,
  type LayerVariants,
  type NetworkBody,
  requirePositiveIntegers,
  type TextPath,
} from '@stackgan/layers';
import { input, model, type LayersModel } from '@tensorflow/tfjs-layers';
import { requireImageSize, type Stage1ImageSize } from './image-size.js';

export interface Stage1DiscriminatorOptions extends LayerVariants {
  /** Width N_d: the 4x4 features have 8 * df channels, and 32 * df of images of 256x256. */
  df?: number;
  /** Side of the images scored. */
  imageSize?: Stage1ImageSize;
  /**
   * 'plain' (paper, StackGAN-Pytorch), or 'residual' as in the TensorFlow reference: a residual bottleneck
   * at 4x4, and no activation after the last two convolutions before it.
   */
  body?: NetworkBody;
  /** Size T of a caption's embedding; 1024 in the paper (char-CNN-RNN). */
  textDim?: number;
  /**
   * Size of the caption's code that is read in place of the embedding, made by a dense layer that does not train: set it by
   * `setTextCode` of @stackgan/layers. 0, as in the paper: none.
   */
  textCodeDim?: number;
  /** Size of the text vector that is joined to the image features. */
  conditionDim?: number;
  /** Kernel of the convolution over image and text; 1 in the paper, 3 in StackGAN-Pytorch. */
  jointKernel?: 1 | 3;
  /** 'embedding': an own dense layer reads it; 'mean': the generator's mean is given (StackGAN-Pytorch). */
  textPath?: TextPath;
  /** Whether a second head scores images without text. */
  unconditional?: boolean;
  /** Whether the logits have a bias; the TensorFlow reference has none. */
  logitBias?: boolean;
  /** Seed of the initial weights. */
  seed?: number;
}

/**
 * The Stage-I discriminator D_0 (StackGAN, section 3.3): `[image [N, S, S, 3], text]` to a logit [N, 1],
 * or to `[conditional, unconditional]` logits. The text is `embedding` [N, T] or `mean` [N, E].
 * Throws OptionError for a size that cannot be.
 */
export function createStage1Discriminator(options: Stage1DiscriminatorOptions = {}): LayersModel {
  const {
    df = 64,
    textDim = 1024,
    textCodeDim = 0,
    conditionDim = 128,
    seed = 0,
    body = 'plain',
  } = options;
  const { imageSize = 64 } = options;
  const { jointKernel = 1, textPath = 'embedding', unconditional = false } = options;
  const { logitBias = true, movingVariance = 'biased', kernelInitializer = 'normal' } = options;
  requirePositiveIntegers({ df, textDim, conditionDim });
  requireImageSize(imageSize);

  return createDiscriminator({
    name: 'stage1_discriminator',
    encoder: createEncoder({
      ...{ df, imageSize, seed, body },
      variants: { movingVariance, kernelInitializer },
    }),
    textDim,
    textCodeDim,
    conditionDim,
    jointKernel,
    textPath,
    unconditional,
    logitBias,
    movingVariance,
    kernelInitializer,
    seed,
  });
}

/** Halves the image down to 4x4, doubling the channels. */
function createEncoder({
  df,
  imageSize,
  seed,
  body,
  variants,
}: {
  df: number;
  imageSize: Stage1ImageSize;
  seed: number;
  body: NetworkBody;
  variants: LayerVariants;
}): LayersModel {
  const seedOf = (name: string) => layerSeed(seed, `stage1_discriminator/${name}`);
  const named = (name: string) => ({ ...variants, name, seed: seedOf(name) });
  const image = input({ shape: [imageSize, imageSize, 3], name: 'encoder_image' });
  const blocks = Math.log2(imageSize / 4);
  let x = downBlock(image, df, { ...named('down1'), batchNormalization: false }); // [N, S/2, S/2, df]
  for (let block = 2; block <= blocks; block++) {
    const isPlain = body === 'plain' || block < blocks - 1;
    const activation = isPlain ? 'leakyRelu' : 'linear';
    x = downBlock(x, df * 2 ** (block - 1), { ...named(`down${block}`), activation });
  }
  if (body === 'residual') {
    x = bottleneckBlock(x, { ...named('residual'), activation: 'leakyRelu' }); // [N, 4, 4, C]
  }
  return model({ name: 'encoder', inputs: image, outputs: x });
}
