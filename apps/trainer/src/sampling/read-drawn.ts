import type { PictureError } from '@stackgan/stage2';
import type * as tf from '@tensorflow/tfjs-core';
import { RunDirectoryError } from '../shared/errors.js';
import { type Picture, readPictures } from '../pictures/picture.js';

/** `readPictures` of what `name`, a snapshot, drew. Throws RunDirectoryError that names it where it draws NaN. */
export function readDrawn(name: string, images: tf.Tensor4D): Promise<Picture[]> {
  return readPictures(images).catch((error: Error) => {
    if (error.name !== 'PictureError') throw error;
    const { value } = error as PictureError;
    throw new RunDirectoryError(
      `${name} draws ${value}; it is damaged: use another snapshot`,
      name,
    );
  });
}
