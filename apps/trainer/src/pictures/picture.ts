import { pixelBytes } from '@stackgan/stage2';
import type * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';

/** A square RGB picture, 8 bits a channel, row-major. */
export interface Picture {
  readonly size: number;
  readonly data: Uint8Array;
}

/** Pictures [N, S, S, 3] with values in [-1, 1] → bytes; values outside are clipped. Throws PictureError for NaN. */
export async function readPictures(images: tf.Tensor4D): Promise<Picture[]> {
  return pictureBatch((await images.data()) as Float32Array, images.shape[1]);
}

/** The same from plain values. */
function pictureBatch(values: Float32Array, size: number): Picture[] {
  const length = size * size * 3;
  const bytes = pixelBytes(values);
  return Array.from({ length: values.length / length }, (_, index) => ({
    size,
    data: new Uint8Array(bytes.buffer, index * length, length),
  }));
}

/** `picture` as PNG bytes. */
export function encodePicture({ size, data }: Picture): Promise<Buffer> {
  return sharp(data, { raw: { width: size, height: size, channels: 3 } })
    .png()
    .toBuffer();
}

/** `picture` at another side; whole multiples repeat pixels, so that nothing is smoothed over. */
export async function resizePicture(picture: Picture, side: number): Promise<Picture> {
  if (picture.size === side) return picture;
  const kernel = side % picture.size === 0 ? 'nearest' : 'lanczos3';
  const data = await sharp(picture.data, {
    raw: { width: picture.size, height: picture.size, channels: 3 },
  })
    .resize(side, side, { kernel })
    .raw()
    .toBuffer();
  return { size: side, data: new Uint8Array(data) };
}
