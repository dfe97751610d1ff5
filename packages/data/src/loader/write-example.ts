import { boxIn, type RelativeBox } from '../images/bounding-box.js';
import type { ExampleDraw } from './draw-example.js';

/** What each byte is in [-1, 1]. */
const scaled = Float32Array.from({ length: 256 }, (_, byte) => byte / 127.5 - 1);

/** Cuts a window of `size` out of a stored image, mirrored if drawn so, scaled to [-1, 1]. */
export function writePixels(
  out: Float32Array,
  image: Uint8Array,
  size: number,
  stored: number,
  { left, top, mirrored }: ExampleDraw,
): void {
  let to = 0;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const column = left + (mirrored ? size - 1 - x : x);
      const from = ((top + y) * stored + column) * 3;
      out[to++] = scaled[image[from]!]!;
      out[to++] = scaled[image[from + 1]!]!;
      out[to++] = scaled[image[from + 2]!]!;
    }
  }
}

/** The place of an object of a stored image in the same window. */
export function boxInWindow(
  [x, y, width, height]: RelativeBox,
  size: number,
  stored: number,
  { left, top, mirrored }: Pick<ExampleDraw, 'left' | 'top' | 'mirrored'>,
): RelativeBox {
  const box = { x: x * stored, y: y * stored, width: width * stored, height: height * stored };
  const cut = boxIn(box, { left, top, width: size, height: size });
  return mirrored ? [1 - cut[0] - cut[2], cut[1], cut[2], cut[3]] : cut;
}

/** Mean embedding of the drawn captions. */
export function writeMean(
  out: Float32Array,
  embeddings: Float32Array,
  { captions }: ExampleDraw,
): void {
  for (let i = 0; i < out.length; i++) {
    let sum = 0;
    for (const caption of captions) sum += embeddings[caption * out.length + i]!;
    out[i] = sum / captions.length;
  }
}
