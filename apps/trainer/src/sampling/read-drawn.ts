import type { ImageError } from '@stackgan/stage2';
import type * as tf from '@tensorflow/tfjs-core';
import { RunDirectoryError } from '../shared/errors.js';
import { type SquareImage, readImages } from '../images/image.js';

/** `readImages` of what `name`, a snapshot, drew. Throws RunDirectoryError that names it where it draws NaN. */
export function readDrawn(name: string, images: tf.Tensor4D): Promise<SquareImage[]> {
  return readImages(images).catch((error: Error) => {
    if (error.name !== 'ImageError') throw error;
    const { value } = error as ImageError;
    throw new RunDirectoryError(
      `${name} draws ${value}; it is damaged: use another snapshot`,
      name,
    );
  });
}
