import * as tf from '@tensorflow/tfjs-core';
import { checkWhole, MetricError } from '../shared/metric-error.js';

/** Exponents of the five scales, finest first (Wang et al. 2003). */
const WEIGHTS = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];
const [K1, K2] = [0.01, 0.03];
const [WINDOW, SIGMA] = [11, 1.5];

export interface MsSsimOptions {
  /** Least and greatest value that an image may have; default [-1, 1], as generators draw. */
  readonly range?: readonly [least: number, greatest: number];
  /**
   * 1 to 5, default 5, the metric as defined. Fewer are for images below 176 pixels: the first
   * weights, divided by their sum. Such numbers compare only with those of as many scales.
   */
  readonly scales?: number;
}

/**
 * Multi-scale structural similarity (Wang, Simoncelli, Bovik 2003) of images [N, H, W, C], pair by
 * pair; 1 for equal ones, [N]. Gaussian window of 11 pixels (σ 1.5), only where it lies within the
 * image; K1 0.01, K2 0.03; means over channels at each scale; negative contrast counts as 0.
 *
 * Throws {@link MetricError} for shapes that differ, or images too small for the scales.
 */
export function msSsim(
  a: tf.Tensor4D,
  b: tf.Tensor4D,
  { range = [-1, 1], scales = 5 }: MsSsimOptions = {},
): tf.Tensor1D {
  checkScales(a.shape, scales);
  if (a.shape.join() !== b.shape.join())
    throw new MetricError(
      'shape',
      `images [${a.shape.join()}] and [${b.shape.join()}] differ in shape`,
    );
  const [least, greatest] = range;
  if (!(greatest > least))
    throw new MetricError('option', `range is [${range.join(', ')}]: give least, then greatest`);
  const count = a.shape[0];
  const sum = WEIGHTS.slice(0, scales).reduce((total, weight) => total + weight, 0);
  return tf.tidy(() => {
    // Values lie around 0, from -1/2: variances lose no digits to the mean.
    const toUnit = (images: tf.Tensor4D) =>
      tf.sub(tf.div(tf.sub(asPlanes(images), least), greatest - least), 0.5) as tf.Tensor4D;
    let planes = [toUnit(a), toUnit(b)];
    let product: tf.Tensor = tf.ones([count]);
    for (let scale = 0; scale < scales; scale++) {
      const last = scale === scales - 1;
      const similarity = tf.relu(meanSimilarity(planes[0]!, planes[1]!, count, last));
      product = tf.mul(product, tf.pow(similarity, WEIGHTS[scale]! / sum));
      if (!last) planes = planes.map(halve);
    }
    return product as tf.Tensor1D;
  });
}

/** Throws {@link MetricError} unless images of this shape have so many scales. */
export function checkScales(
  [, height, width]: readonly [number, number, number, number],
  scales: number,
): void {
  checkWhole('scales', scales, 1);
  if (scales > WEIGHTS.length)
    throw new MetricError('option', `scales is ${scales}: there are weights for ${WEIGHTS.length}`);
  const least = WINDOW * 2 ** (scales - 1);
  const size = Math.min(height, width);
  if (size < least) {
    const most = mostScales(size);
    const wayOut = most > 0 ? `give scales: ${most} or larger images` : 'give larger images';
    const message = `images of ${height}x${width} are too small for ${scales} scales, which need ${least}x${least}: ${wayOut}`;
    throw new MetricError('shape', message);
  }
}

/**
 * Scales that images of a shorter side of `size` have, none below 11 pixels: each scale halves
 * them.
 */
export const mostScales = (size: number): number =>
  Math.min(WEIGHTS.length, Math.max(0, Math.floor(Math.log2(size / WINDOW)) + 1));

/** [N, H, W, C] as [N * C, H, W, 1]: channels are filtered each for itself. */
function asPlanes(images: tf.Tensor4D): tf.Tensor4D {
  const [n, h, w, c] = images.shape;
  return tf.reshape(tf.transpose(images, [0, 3, 1, 2]), [n * c, h, w, 1]);
}

/** Mean of contrast and structure, times luminance if asked for; [N]. */
function meanSimilarity(
  a: tf.Tensor4D,
  b: tf.Tensor4D,
  count: number,
  withLuminance: boolean,
): tf.Tensor {
  const maps = tf.concat([a, b, tf.mul(a, a), tf.mul(b, b), tf.mul(a, b)] as tf.Tensor4D[], 0);
  const [meanA, meanB, squareA, squareB, cross] = tf.split(blur(maps), 5, 0);
  const variances = tf.add(
    tf.sub(squareA!, tf.square(meanA!)),
    tf.sub(squareB!, tf.square(meanB!)),
  );
  const covariance = tf.sub(cross!, tf.mul(meanA!, meanB!));
  let map = tf.div(tf.add(tf.mul(covariance, 2), K2 ** 2), tf.add(variances, K2 ** 2));
  if (withLuminance) {
    const [lightA, lightB] = [tf.add(meanA!, 0.5), tf.add(meanB!, 0.5)];
    const both = tf.add(tf.mul(tf.mul(lightA, lightB), 2), K1 ** 2);
    map = tf.mul(map, tf.div(both, tf.add(tf.add(tf.square(lightA), tf.square(lightB)), K1 ** 2)));
  }
  return tf.mean(tf.reshape(map, [count, -1]), 1);
}

function blur(planes: tf.Tensor4D): tf.Tensor4D {
  const middle = (WINDOW - 1) / 2;
  const taps = Array.from({ length: WINDOW }, (_, i) =>
    Math.exp(-((i - middle) ** 2) / (2 * SIGMA ** 2)),
  );
  const sum = taps.reduce((total, tap) => total + tap, 0);
  const line = tf.tensor1d(taps.map((tap) => tap / sum));
  const across = tf.conv2d(planes, tf.reshape(line, [1, WINDOW, 1, 1]) as tf.Tensor4D, 1, 'valid');
  return tf.conv2d(across, tf.reshape(line, [WINDOW, 1, 1, 1]) as tf.Tensor4D, 1, 'valid');
}

/** Means of 2x2 pixels; an odd last row or column is left out. */
function halve(planes: tf.Tensor4D): tf.Tensor4D {
  return tf.conv2d(planes, tf.fill([2, 2, 1, 1], 0.25) as tf.Tensor4D, 2, 'valid');
}
