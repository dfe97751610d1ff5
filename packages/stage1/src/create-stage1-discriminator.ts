import {
  bottleneckBlock,
  createDiscriminator,
  type DiscriminatorHeadOptions,
  downBlock,
  type NetworkBody,
} from '@stackgan/layers';
import { namedLayers, requireOneOf, requirePositiveIntegers } from '@stackgan/layers/internal';
import { input, model, type LayersModel } from '@tensorflow/tfjs-layers';
import { STAGE1_IMAGE_SIZES, type Stage1ImageSize } from './image-size.js';

export interface Stage1DiscriminatorOptions extends DiscriminatorHeadOptions {
  /**
   * Width N_d, default 64: the 4x4 features have 8 * df channels for 64x64 images, 32 * df for
   * 256x256.
   */
  df?: number;
  /** Side S of the images; default 64. */
  imageSize?: Stage1ImageSize;
  /**
   * 'plain' (default; paper, StackGAN-Pytorch), or 'residual' as in the TensorFlow reference: with
   * a residual bottleneck at 4x4, and no activation after the last two convolutions before it.
   */
  discriminatorBody?: NetworkBody;
}

const NAME = 'stage1_discriminator';

/**
 * The Stage-I discriminator D_0 (StackGAN, section 3.3): `[image [N, S, S, 3], text]` to a logit
 * [N, 1], or to `[conditional, unconditional]` logits. The text is `embedding` [N, T] or `mean`
 * [N, E]. Throws OptionError for an invalid size.
 */
export function createStage1Discriminator(options: Stage1DiscriminatorOptions = {}): LayersModel {
  return createDiscriminator({ ...options, name: NAME, encoder: createEncoder(options) });
}

/** Halves the image down to 4x4, doubling the channels. */
function createEncoder(options: Stage1DiscriminatorOptions): LayersModel {
  const { df = 64, imageSize = 64, discriminatorBody = 'plain' } = options;
  requirePositiveIntegers({ df });
  requireOneOf('imageSize', imageSize, STAGE1_IMAGE_SIZES);
  const named = namedLayers(NAME, options);
  const isResidual = discriminatorBody === 'residual';
  const image = input({ shape: [imageSize, imageSize, 3], name: 'encoder_image' });
  const blocks = Math.log2(imageSize / 4);
  const first = { ...named('down1'), batchNormalization: false };
  let x = downBlock(image, df, first); // [N, S/2, S/2, df]
  for (let block = 2; block <= blocks; block++) {
    const activation = isResidual && block >= blocks - 1 ? 'linear' : 'leakyRelu';
    x = downBlock(x, df * 2 ** (block - 1), { ...named(`down${block}`), activation });
  }
  if (isResidual) {
    x = bottleneckBlock(x, { ...named('residual'), activation: 'leakyRelu' }); // [N, 4, 4, C]
  }
  return model({ name: 'encoder', inputs: image, outputs: x });
}
