import { pixelBytes, type RGBImage } from '@stackgan/stage2';
import type * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';

/** A square RGB image, 8 bits per channel, row-major. */
export interface SquareImage {
  readonly size: number;
  readonly data: Uint8Array;
}

/** A square image that a StackGAN generated. */
export const squareOf = ({ width, data }: RGBImage): SquareImage => ({
  size: width,
  data: new Uint8Array(data.buffer),
});

/**
 * Converts images [N, S, S, 3] with values in [-1, 1] to bytes; values outside are clipped. Throws
 * ImageError for NaN.
 */
export async function readImages(images: tf.Tensor4D): Promise<SquareImage[]> {
  return imageBatch((await images.data()) as Float32Array, images.shape[1]);
}

/** The same for plain values. */
function imageBatch(values: Float32Array, size: number): SquareImage[] {
  const length = size * size * 3;
  const bytes = pixelBytes(values);
  return Array.from({ length: values.length / length }, (_, index) => ({
    size,
    data: new Uint8Array(bytes.buffer, index * length, length),
  }));
}

/** Encodes `image` as PNG. */
export function encodeImage({ size, data }: SquareImage): Promise<Buffer> {
  return sharp(data, { raw: { width: size, height: size, channels: 3 } })
    .png()
    .toBuffer();
}

/** Resizes `image` to another side. Whole multiples repeat pixels, which keeps them sharp. */
export async function resizeImage(image: SquareImage, side: number): Promise<SquareImage> {
  if (image.size === side) return image;
  const kernel = side % image.size === 0 ? 'nearest' : 'lanczos3';
  const data = await sharp(image.data, {
    raw: { width: image.size, height: image.size, channels: 3 },
  })
    .resize(side, side, { kernel })
    .raw()
    .toBuffer();
  return { size: side, data: new Uint8Array(data) };
}
