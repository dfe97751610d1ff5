import type { BoundingBox } from './bounding-box.js';
import type { Pixels } from './pixels.js';

/** The box around all pixels that are not white; undefined if all are white. */
export function figureBox({ data, width, height }: Pixels): BoundingBox | undefined {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0, at = 0; y < height; y++) {
    for (let x = 0; x < width; x++, at += 3) {
      if (data[at] === 255 && data[at + 1] === 255 && data[at + 2] === 255) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = y + 1;
    }
  }
  if (right === 0) return undefined;
  return { x: left, y: top, width: right - left, height: bottom - top };
}
