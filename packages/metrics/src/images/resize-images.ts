import * as tf from '@tensorflow/tfjs-core';
import { checkWhole, MetricError } from '../shared/metric-error.js';

/**
 * How a protocol resizes, named after the program that defines it; numbers with different filters
 * do not compare. `pillow-bilinear`: as Pillow's BILINEAR (and scipy's old `imresize`), which
 * widens the filter when it makes an image smaller. `tf1-bilinear`: as TensorFlow 1
 * `resize_bilinear` in the graph of the original FID, two neighbours at any scale, corners of
 * pixels aligned at 0.
 */
export type ResizeFilter = 'pillow-bilinear' | 'tf1-bilinear';

export interface ResizeOptions {
  /** Default `'pillow-bilinear'`. */
  readonly filter?: ResizeFilter;
}

/**
 * Images [N, H, W, C] of any range, resized to [N, height, width, C], as two matrix products, on
 * any backend. Not rounded to whole levels of 8 bits, which Pillow does to 8-bit images. Throws
 * {@link MetricError} for a size or a filter that it does not know.
 */
export function resizeImages(
  images: tf.Tensor4D,
  [height, width]: readonly [height: number, width: number],
  { filter = 'pillow-bilinear' }: ResizeOptions = {},
): tf.Tensor4D {
  checkWhole('height', height, 1);
  checkWhole('width', width, 1);
  const [n, h, w, c] = images.shape;
  return tf.tidy(() => {
    const across = tf.transpose(images, [0, 1, 3, 2]);
    const wide = resizeLast(tf.reshape(across, [n * h * c, w]), width, filter);
    const down = tf.transpose(tf.reshape(wide, [n, h, c, width]), [0, 3, 2, 1]);
    const high = resizeLast(tf.reshape(down, [n * width * c, h]), height, filter);
    return tf.transpose(tf.reshape(high, [n, width, c, height]), [0, 3, 1, 2]);
  });
}

function resizeLast(lines: tf.Tensor2D, size: number, filter: ResizeFilter): tf.Tensor2D {
  const from = lines.shape[1];
  const weights = tf.tensor2d(resizeWeights(from, size, filter), [size, from], 'float32');
  return tf.matMul(lines, weights, false, true);
}

/** [to, from], row-major: the share of each old pixel in each new one; rows sum to 1. */
export function resizeWeights(from: number, to: number, filter: ResizeFilter): Float32Array {
  const weights = new Float32Array(to * from);
  const scale = from / to;
  for (let i = 0; i < to; i++) {
    const row = weights.subarray(i * from, (i + 1) * from);
    switch (filter) {
      case 'pillow-bilinear':
        triangle(row, (i + 0.5) * scale, Math.max(1, scale));
        break;
      case 'tf1-bilinear': {
        const left = Math.min(Math.floor(i * scale), from - 1);
        const share = i * scale - left;
        row[left] = 1 - share;
        row[Math.min(left + 1, from - 1)]! += share;
        break;
      }
      default:
        throw new MetricError(
          'option',
          `filter is ${String(filter satisfies never)}: give pillow-bilinear or tf1-bilinear`,
        );
    }
  }
  return weights;
}

/** A triangle of that half width around `center`, where pixel j reaches from j to j + 1. */
function triangle(row: Float32Array, center: number, halfWidth: number): void {
  const first = Math.max(0, Math.floor(center - halfWidth + 0.5));
  const end = Math.min(row.length, Math.floor(center + halfWidth + 0.5));
  const weights = Array.from({ length: end - first }, (_, j) =>
    Math.max(0, 1 - Math.abs((first + j + 0.5 - center) / halfWidth)),
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  weights.forEach((weight, j) => (row[first + j] = weight / sum));
}
