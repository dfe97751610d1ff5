import {
  bottleneckBlock,
  convBlock,
  createDiscriminator,
  type DiscriminatorHeadOptions,
  downBlock,
  type NetworkBody,
} from '@stackgan/layers';
import { namedLayers, requireOneOf, requirePositiveIntegers } from '@stackgan/layers/internal';
import { input, model, type LayersModel } from '@tensorflow/tfjs-layers';
import { STAGE2_IMAGE_SIZES, type Stage2ImageSize } from './image-size.js';

export interface Stage2DiscriminatorOptions extends DiscriminatorHeadOptions {
  /** Width N_d, default 64: the 4x4 features that are joined to the text have 8 * df channels. */
  df?: number;
  /** Side S of the images; default 256. */
  imageSize?: Stage2ImageSize;
  /**
   * 'plain' (default; paper, StackGAN-Pytorch), or 'residual' as in the TensorFlow reference: with
   * a residual bottleneck on the narrowed 4x4 features, and no activation before it.
   */
  discriminatorBody?: NetworkBody;
  /**
   * Kernel of the convolutions that narrow the 4x4 features to 8 * df channels; default 1
   * (TensorFlow reference), 3 in StackGAN-Pytorch.
   */
  squeezeKernel?: 1 | 3;
  /** Whether a second head scores images without text; default true. */
  unconditional?: boolean;
}

const NAME = 'stage2_discriminator';

/**
 * The Stage-II discriminator D (StackGAN, section 3.4): `[image [N, S, S, 3], text]` to
 * `[conditional, unconditional]` logits [N, 1], or to the conditional one alone.
 * The text is `embedding` [N, T] or `mean` [N, E]. Throws OptionError for an invalid size.
 */
export function createStage2Discriminator(options: Stage2DiscriminatorOptions = {}): LayersModel {
  const { unconditional = true } = options;
  const encoder = createEncoder(options);
  return createDiscriminator({ ...options, unconditional, name: NAME, encoder });
}

/**
 * Halves the image down to 4x4 with 16 df (128x128) or 32 df channels, then narrows them to 8 df.
 */
function createEncoder(options: Stage2DiscriminatorOptions): LayersModel {
  const { df = 64, imageSize = 256, discriminatorBody = 'plain', squeezeKernel = 1 } = options;
  requirePositiveIntegers({ df });
  requireOneOf('imageSize', imageSize, STAGE2_IMAGE_SIZES);
  const named = namedLayers(NAME, options);
  const squeeze = { kernelSize: squeezeKernel, activation: 'leakyRelu' } as const;
  const image = input({ shape: [imageSize, imageSize, 3], name: 'encoder_image' });

  const first = { ...named('down1'), batchNormalization: false };
  let x = downBlock(image, df, first); // [N, S/2, S/2, df]
  x = downBlock(x, 2 * df, named('down2')); // [N, S/4, S/4, 2 df]
  x = downBlock(x, 4 * df, named('down3')); // [N, S/8, S/8, 4 df]
  x = downBlock(x, 8 * df, named('down4')); // [N, S/16, S/16, 8 df]
  x = downBlock(x, 16 * df, named('down5')); // [N, S/32, S/32, 16 df]
  if (imageSize === 256) {
    x = downBlock(x, 32 * df, named('down6')); // [N, 4, 4, 32 df]
    x = convBlock(x, 16 * df, { ...named('squeeze1'), ...squeeze }); // [N, 4, 4, 16 df]
  }
  if (discriminatorBody === 'plain') {
    x = convBlock(x, 8 * df, { ...named('squeeze2'), ...squeeze }); // [N, 4, 4, 8 df]
  } else {
    x = convBlock(x, 8 * df, { ...named('squeeze2'), ...squeeze, activation: 'linear' });
    x = bottleneckBlock(x, { ...named('residual'), activation: 'leakyRelu' }); // [N, 4, 4, 8 df]
  }
  return model({ name: 'encoder', inputs: image, outputs: x });
}
