import type { Region } from './bounding-box.js';

/** A decoded image: RGB bytes HWC. */
export interface Pixels {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** Copies a rectangle. */
export function cutRegion({ data, width }: Pixels, region: Region): Pixels {
  const cut = new Uint8Array(region.width * region.height * 3);
  for (let row = 0; row < region.height; row++) {
    const from = ((region.top + row) * width + region.left) * 3;
    cut.set(data.subarray(from, from + region.width * 3), row * region.width * 3);
  }
  return { data: cut, width: region.width, height: region.height };
}

/**
 * Spreads values so that the least over all channels becomes 0 and the largest 255, rounded, as
 * SciPy's `bytescale` did to images of other types than bytes. An image of a single value stays.
 */
export function stretchContrast({ data, width, height }: Pixels): Pixels {
  let [low, high] = [255, 0];
  for (const value of data) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (high <= low) return { data, width, height };
  const scale = 255 / (high - low);
  return { data: data.map((value) => Math.floor((value - low) * scale + 0.5)), width, height };
}
