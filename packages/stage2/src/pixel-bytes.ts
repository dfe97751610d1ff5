/** Values in [-1, 1] as bytes 0 to 255, to the nearest; what is outside is clipped. */
export function pixelBytes(values: Float32Array): Uint8ClampedArray<ArrayBuffer> {
  return Uint8ClampedArray.from(values, (value) => (value + 1) * 127.5);
}
