import {
  bottleneckBlock,
  convBlock,
  createDiscriminator,
  downBlock,
  layerSeed,
  type LayerVariants,
  type NetworkBody,
  requirePositiveIntegers,
  type TextPath,
} from '@stackgan/layers';
import { input, model, type LayersModel } from '@tensorflow/tfjs-layers';
import { requireImageSize, type Stage2ImageSize } from './image-size.js';

export interface Stage2DiscriminatorOptions extends LayerVariants {
  /** Width N_d: the joined 4x4 features have 8 * df channels. */
  df?: number;
  /**
   * 'plain' (StackGAN-Pytorch), or 'residual' as in the TensorFlow reference: a residual bottleneck on the
   * narrowed 4x4 features, and no activation before it.
   */
  body?: NetworkBody;
  /** Side of the images scored. */
  imageSize?: Stage2ImageSize;
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
  /** Kernel of the convolutions that narrow the 4x4 features to 8 * df; 1 (TensorFlow reference) or 3 (StackGAN-Pytorch). */
  squeezeKernel?: 1 | 3;
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
 * The Stage-II discriminator D (StackGAN, section 3.4): `[image [N, S, S, 3], text]` to
 * `[conditional, unconditional]` logits [N, 1], or to the conditional one alone.
 * The text is `embedding` [N, T] or `mean` [N, E]. Throws OptionError for a size that cannot be.
 */
export function createStage2Discriminator(options: Stage2DiscriminatorOptions = {}): LayersModel {
  const {
    df = 64,
    imageSize = 256,
    textDim = 1024,
    textCodeDim = 0,
    conditionDim = 128,
    seed = 0,
  } = options;
  const { body = 'plain', jointKernel = 1, squeezeKernel = 1, logitBias = true } = options;
  const { textPath = 'embedding', unconditional = true } = options;
  const { movingVariance = 'biased', kernelInitializer = 'normal' } = options;
  requirePositiveIntegers({ df, textDim, conditionDim });
  requireImageSize(imageSize);

  return createDiscriminator({
    name: 'stage2_discriminator',
    encoder: createEncoder({
      ...{ df, imageSize, body, squeezeKernel, seed },
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

/** Halves the image down to 4x4, doubling the channels up to 16 df or 32 df, then narrows them to 8 df. */
function createEncoder({
  df,
  imageSize,
  body,
  squeezeKernel,
  seed,
  variants,
}: {
  df: number;
  imageSize: Stage2ImageSize;
  body: NetworkBody;
  squeezeKernel: 1 | 3;
  seed: number;
  variants: LayerVariants;
}): LayersModel {
  const seedOf = (name: string) => layerSeed(seed, `stage2_discriminator/${name}`);
  const named = (name: string) => ({ ...variants, name, seed: seedOf(name) });
  const squeeze = { kernelSize: squeezeKernel, activation: 'leakyRelu' } as const;
  const image = input({ shape: [imageSize, imageSize, 3], name: 'encoder_image' });

  let x = downBlock(image, df, { ...named('down1'), batchNormalization: false }); // [N, S/2, S/2, df]
  x = downBlock(x, 2 * df, named('down2')); // [N, S/4, S/4, 2 df]
  x = downBlock(x, 4 * df, named('down3')); // [N, S/8, S/8, 4 df]
  x = downBlock(x, 8 * df, named('down4')); // [N, S/16, S/16, 8 df]
  x = downBlock(x, 16 * df, named('down5')); // [N, S/32, S/32, 16 df]
  if (imageSize === 256) {
    x = downBlock(x, 32 * df, named('down6')); // [N, 4, 4, 32 df]
    x = convBlock(x, 16 * df, { ...named('squeeze1'), ...squeeze }); // [N, 4, 4, 16 df]
  }
  if (body === 'plain') {
    x = convBlock(x, 8 * df, { ...named('squeeze2'), ...squeeze }); // [N, 4, 4, 8 df]
  } else {
    x = convBlock(x, 8 * df, { ...named('squeeze2'), ...squeeze, activation: 'linear' });
    x = bottleneckBlock(x, { ...named('residual'), activation: 'leakyRelu' }); // [N, 4, 4, 8 df]
  }
  return model({ name: 'encoder', inputs: image, outputs: x });
}
