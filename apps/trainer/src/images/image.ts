import { pixelBytes, type RGBImage } from '@stackgan/stage2';
import type * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';

/** A square RGB image, 8 bits a channel, row-major. */
export interface SquareImage {
  readonly size: number;
  readonly data: Uint8Array;
}

/** A square image that a StackGAN generated. */
export const squareOf = ({ width, data }: RGBImage): SquareImage => ({
  size: width,
  data: new Uint8Array(data.buffer),
});

/** Images [N, S, S, 3] with values in [-1, 1] → bytes; values outside are clipped. Throws ImageError for NaN. */
export async function readImages(images: tf.Tensor4D): Promise<SquareImage[]> {
  return imageBatch((await images.data()) as Float32Array, images.shape[1]);
}

/** The same from plain values. */
function imageBatch(values: Float32Array, size: number): SquareImage[] {
  const length = size * size * 3;
  const bytes = pixelBytes(values);
  return Array.from({ length: values.length / length }, (_, index) => ({
    size,
    data: new Uint8Array(bytes.buffer, index * length, length),
  }));
}

/** `image` as PNG bytes. */
export function encodeImage({ size, data }: SquareImage): Promise<Buffer> {
  return sharp(data, { raw: { width: size, height: size, channels: 3 } })
    .png()
    .toBuffer();
}

/** `image` at another side; whole multiples repeat pixels, so that nothing is smoothed over. */
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
