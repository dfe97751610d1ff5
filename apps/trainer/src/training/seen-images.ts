import { type AugmentationParameters, augment } from '@stackgan/layers';
import { boxMask } from '@stackgan/stage1';
import * as tf from '@tensorflow/tfjs-core';

/**
 * What D sees of images: augmented by `parameters`, with the masks of their `boxes` [N, 4] as a
 * fourth channel if it reads them. Undefined if D sees the images as they are.
 */
export function seenImages(
  parameters: AugmentationParameters,
  boxes?: tf.Tensor2D,
): ((images: tf.Tensor4D) => tf.Tensor4D) | undefined {
  if (boxes !== undefined) {
    return (images) =>
      tf.concat4d([augment(images, parameters), movedMasks(boxes, images.shape[1], parameters)], 3);
  }
  if (Object.keys(parameters).length === 0) return undefined;
  return (images) => augment(images, parameters);
}

/** The masks of `boxes`, moved as the images are. */
function movedMasks(
  boxes: tf.Tensor2D,
  side: number,
  { translation }: AugmentationParameters,
): tf.Tensor4D {
  const masks = boxMask(boxes, side);
  if (translation === undefined) return masks;
  // `augment` fills with white, 1: outside of the box, if 1 means outside.
  return tf.sub(1, augment(tf.sub(1, masks), { translation }));
}

/** `boxes` [N, 4], and the first of them again up to `count` rows, for interpolated captions. */
export const boxesOfRows = (boxes: tf.Tensor2D, count: number): tf.Tensor2D =>
  count === boxes.shape[0]
    ? boxes
    : tf.concat2d([boxes, tf.slice(boxes, 0, count - boxes.shape[0])], 0);
