import { type CaptionedImage, imageTensor, type RgbImage } from '@stackgan/metrics';
import type * as tf from '@tensorflow/tfjs-core';
import type { SquareImage } from '../images/image.js';
import type { ImageSet } from '../images/image-set.js';

/** The images of a set one by one, in the form of `@stackgan/metrics`. */
export async function* imagesOf(set: ImageSet): AsyncGenerator<CaptionedImage> {
  for await (const { images, captions } of set.batches()) {
    for (const [index, image] of images.entries()) {
      yield { ...rgbImage(image), ...(captions && { caption: captions[index]! }) };
    }
  }
}

/** Images of one size as [N, S, S, 3] in [-1, 1]. */
export const squareTensor = (images: readonly SquareImage[]): tf.Tensor4D =>
  imageTensor(images.map(rgbImage));

/** A square image in the form of `@stackgan/metrics`. */
export const rgbImage = ({ size, data }: SquareImage): RgbImage => {
  return { width: size, height: size, data };
};
