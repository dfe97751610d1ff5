import { ImageError } from './image-error.js';

/**
 * Values in [-1, 1] as bytes 0 to 255, rounded and clipped. Throws ImageError for NaN and
 * infinities.
 */
export function pixelBytes(values: Float32Array): Uint8ClampedArray<ArrayBuffer> {
  const bytes = new Uint8ClampedArray(values.length);
  // `from` with a function boxes every number: 50 bytes of garbage per byte of the image.
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) throw new ImageError(value);
    bytes[i] = (value + 1) * 127.5;
  }
  return bytes;
}
