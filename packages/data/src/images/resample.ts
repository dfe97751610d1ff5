import type { Pixels } from './pixels.js';

interface Kernel {
  /** Half of its width, in pixels of the larger image. */
  readonly support: number;
  readonly at: (distance: number) => number;
}

const kernels = {
  bilinear: { support: 1, at: (x) => Math.max(0, 1 - Math.abs(x)) },
  // Cubic convolution with a = -1/2.
  bicubic: {
    support: 2,
    at: (distance) => {
      const x = Math.abs(distance);
      if (x < 1) return (1.5 * x - 2.5) * x * x + 1;
      return x < 2 ? -0.5 * (((x - 5) * x + 8) * x - 4) : 0;
    },
  },
} as const satisfies Record<string, Kernel>;

/**
 * Resizes an image to `side` x `side`, whatever its aspect ratio, as Pillow's `resize` does: the
 * filter is widened by the factor of shrinking, the width is resized first, and values are rounded
 * to bytes after each direction. sharp has these filters as well, but it first shrinks by whole
 * factors, and enlarges with an offset of half a pixel. Its images would differ from those that the
 * reference implementations trained on.
 */
export function resample(image: Pixels, side: number, filter: keyof typeof kernels): Pixels {
  const columns = tapsOf(image.width, side, kernels[filter]);
  const rows = tapsOf(image.height, side, kernels[filter]);
  const narrow = new Uint8ClampedArray(image.height * side * 3);
  for (let row = 0; row < image.height; row++) {
    const from = row * image.width * 3;
    columns.forEach(({ first, weights }, column) => {
      addUp(image.data, from + first * 3, 3, weights, narrow, (row * side + column) * 3);
    });
  }
  const data = new Uint8ClampedArray(side * side * 3);
  rows.forEach(({ first, weights }, row) => {
    for (let column = 0; column < side; column++) {
      const from = (first * side + column) * 3;
      addUp(narrow, from, side * 3, weights, data, (row * side + column) * 3);
    }
  });
  return { data: new Uint8Array(data.buffer), width: side, height: side };
}

/** The source pixels of one pixel of a resized line, with their weights. */
interface Taps {
  readonly first: number;
  readonly weights: Float64Array;
}

function tapsOf(from: number, to: number, { support, at }: Kernel): Taps[] {
  const scale = from / to;
  const widening = Math.max(1, scale);
  return Array.from({ length: to }, (_, index) => {
    const middle = (index + 0.5) * scale;
    const first = Math.max(0, Math.trunc(middle - support * widening + 0.5));
    const end = Math.min(from, Math.trunc(middle + support * widening + 0.5));
    const weights = Float64Array.from({ length: end - first }, (_, i) =>
      at((first + i + 0.5 - middle) / widening),
    );
    const sum = weights.reduce((all, weight) => all + weight, 0);
    return { first, weights: weights.map((weight) => weight / sum) };
  });
}

/** Sums up the three channels of one pixel. */
function addUp(
  data: Uint8Array | Uint8ClampedArray,
  from: number,
  step: number,
  weights: Float64Array,
  out: Uint8ClampedArray,
  to: number,
): void {
  let [red, green, blue] = [0, 0, 0];
  for (let i = 0, at = from; i < weights.length; i++, at += step) {
    const weight = weights[i]!;
    red += weight * data[at]!;
    green += weight * data[at + 1]!;
    blue += weight * data[at + 2]!;
  }
  out[to] = Math.floor(red + 0.5);
  out[to + 1] = Math.floor(green + 0.5);
  out[to + 2] = Math.floor(blue + 0.5);
}
