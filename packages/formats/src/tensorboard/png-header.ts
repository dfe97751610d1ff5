import { FormatError } from '../shared/errors.js';

/** What the header of a PNG file says. */
export interface PngHeader {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** Grey 1, grey and alpha 2, RGB 3, RGB and alpha 4. */
  readonly channels: 1 | 2 | 3 | 4;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
// By colour type; an image with a palette (3) has RGB colours.
const CHANNELS: Readonly<Record<number, PngHeader['channels']>> = { 0: 1, 2: 3, 3: 3, 4: 2, 6: 4 };

/** Reads the header of a PNG file. Throws {@link FormatError} for bytes that are no PNG file. */
export function pngHeader(png: Uint8Array): PngHeader {
  const channels = CHANNELS[png[25] ?? -1];
  if (SIGNATURE.some((byte, index) => png[index] !== byte) || channels === undefined) {
    throw new FormatError('png', 'does not begin with the header of a PNG file');
  }
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  return { width: view.getUint32(16), height: view.getUint32(20), channels };
}
