import { createDiscriminator, downBlock } from '@stackgan/layers';
import {
  connect,
  ImageMask,
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
import type { Stage1DiscriminatorOptions } from './create-stage1-discriminator.js';
import { STAGE1_IMAGE_SIZES } from './image-size.js';

/** Those of Stage-I that GAWWN's discriminator has. */
export type GawwnDiscriminatorOptions = Omit<Stage1DiscriminatorOptions, 'discriminatorBody'>;

const NAME = 'gawwn_discriminator';
/** Side of the features from which the object is cut out. */
const PLACED = 16;

/**
 * The discriminator of GAWWN, which knows where the object should be (Reed et al. 2016, section
 * 4.1): `[image [N, S, S, 4], text]` to a logit [N, 1], or to `[conditional, unconditional]`
 * logits. The fourth channel is the mask of the object's box, see `boxMask`. The text is that of
 * Stage-I's discriminator.
 *
 * From the 16x16 features of the image, one pathway sees all of them, and the other sees what is
 * inside the box, zeros outside. Differs from the paper: the features in the box keep their place
 * and size, and both pathways join the text at 4x4, as in Stage-I.
 *
 * Throws OptionError for an invalid size.
 */
export function createGawwnDiscriminator(options: GawwnDiscriminatorOptions = {}): LayersModel {
  return createDiscriminator({ ...options, name: NAME, encoder: createEncoder(options) });
}

/** [N, 4, 4, C] with C as in Stage-I: half of the channels for each pathway. */
function createEncoder(options: GawwnDiscriminatorOptions): LayersModel {
  const { df = 64, imageSize = 64 } = options;
  requirePositiveIntegers({ df });
  requireOneOf('imageSize', imageSize, STAGE1_IMAGE_SIZES);
  const named = namedLayers(NAME, options);
  const image = input({ shape: [imageSize, imageSize, 4], name: 'encoder_image' });

  // Down to 16x16, doubling the channels.
  const blocks = Math.log2(imageSize / PLACED);
  let x = downBlock(image, df, { ...named('down1'), batchNormalization: false });
  for (let block = 2; block <= blocks; block++) {
    x = downBlock(x, df * 2 ** (block - 1), named(`down${block}`));
  }

  // Both pathways, down to 4x4.
  const width = df * 2 ** (blocks - 1);
  const see = (pathway: string, features: SymbolicTensor) => {
    const half = downBlock(features, width, named(`${pathway}_down1`)); // [N, 8, 8, width]
    return downBlock(half, 2 * width, named(`${pathway}_down2`)); // [N, 4, 4, 2 width]
  };
  const mask = connect(new ImageMask({ name: 'box_mask', size: PLACED }), image);
  const object = connect(layers.multiply({ name: 'object' }), [x, mask]);
  const pathways = [see('global', x), see('local', object)];
  const features = connect(layers.concatenate({ name: 'pathways' }), pathways);
  return model({ name: 'encoder', inputs: image, outputs: features });
}
