/** Values in [-1, 1] as bytes 0 to 255, to the nearest; what is outside is clipped. */
export function pixelBytes(values: Float32Array): Uint8ClampedArray<ArrayBuffer> {
  const bytes = new Uint8ClampedArray(values.length);
  // `from` with a function boxes every number: 50 bytes of garbage for each byte of the picture.
  for (let i = 0; i < values.length; i++) bytes[i] = (values[i]! + 1) * 127.5;
  return bytes;
}
