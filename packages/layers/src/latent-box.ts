import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable, type Shape } from '@tensorflow/tfjs-layers';
import { boxCoordinates, boxesOf } from './box-coordinates.js';
import { fixedSize, singleShape, singleTensor } from './single.js';

/** How many numbers of z choose the box. */
export const BOX_NUMBERS = 4;

/** Numbers of z at which the table has a quantile: -3, -2.75, … 3. */
const KNOTS = Array.from({ length: 25 }, (_, index) => -3 + index / 4);

/**
 * The place of an object from noise: z [N, Z] to a box `[x, y, width, height]` [N, 4], as fractions
 * of the image's side, and the other Z - 4 numbers of z.
 *
 * Each of the first four numbers of z ~ N(0, 1) chooses one of the `boxCoordinates` by a table of
 * its quantiles over training images, linear between the entries. So the coordinates are
 * distributed as in training images, each independent of the others. The table does not train:
 * `setQuantiles` fills it. Before that, the box is the whole image.
 */
export class LatentBox extends layers.Layer {
  static readonly className = 'StackganLatentBox';

  /** [25, 4]. */
  private quantiles!: LayerVariable;

  override build(): void {
    const shape = [KNOTS.length, BOX_NUMBERS];
    const zeros = initializers.zeros();
    this.quantiles = this.addWeight('quantiles', shape, 'float32', zeros, undefined, false);
    this.built = true;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape[] {
    const shape = singleShape(inputShape);
    const [batch = null] = shape;
    return [
      [batch, BOX_NUMBERS],
      [batch, fixedSize(shape, -1) - BOX_NUMBERS],
    ];
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor[] {
    return tf.tidy(() => {
      const latent = singleTensor<tf.Tensor2D>(inputs);
      const numbers = tf.slice(latent, [0, 0], [-1, BOX_NUMBERS]);
      const coordinates = interpolate(numbers, knots(), this.quantiles.read() as tf.Tensor2D);
      return [boxesOf(coordinates), tf.slice(latent, [0, BOX_NUMBERS])];
    });
  }

  /** The numbers [N, 4] that choose `boxes` [N, 4], or the nearest boxes of the table. */
  numbersOf(boxes: tf.Tensor2D): tf.Tensor2D {
    const quantiles = this.quantiles.read() as tf.Tensor2D;
    return tf.tidy(() => interpolate(boxCoordinates(boxes), quantiles, knots()));
  }

  /** Fills the table with the quantiles of `boxes` [N, 4], those of training images. */
  setQuantiles(boxes: tf.Tensor2D): void {
    tf.tidy(() => {
      const count = boxes.shape[0];
      const rows = tf.transpose(boxCoordinates(boxes)).arraySync() as number[][];
      const sorted = rows.map((row) => row.sort((a, b) => a - b));
      const shares = tf.mul(0.5, tf.add(1, tf.erf(tf.tensor1d(KNOTS.map((z) => z / Math.SQRT2)))));
      // The ends are the extremes, so that every training box has its numbers.
      const ranks = [...shares.dataSync()].map((share, knot) =>
        knot === 0 ? 0 : knot === KNOTS.length - 1 ? count - 1 : Math.round(share * (count - 1)),
      );
      this.setWeights([tf.tensor2d(ranks.map((rank) => sorted.map((row) => row[rank]!)))]);
    });
  }
}

const knots = (): tf.Tensor2D => tf.tensor2d(KNOTS, [KNOTS.length, 1]);

/**
 * Maps each column of `x` [N, C] by the piecewise linear function through the points (`from[k]`,
 * `to[k]`), both [K, C] or [K, 1] and ascending; x beyond the ends counts as at the end. Where
 * `from` stays the same, the first of its points counts.
 */
function interpolate(x: tf.Tensor2D, from: tf.Tensor2D, to: tf.Tensor2D): tf.Tensor2D {
  const starts = (points: tf.Tensor2D) => tf.slice(points, 0, points.shape[0] - 1);
  const lengths = (points: tf.Tensor2D) => tf.sub(tf.slice(points, 1), starts(points));
  const rows = tf.reshape(x, [-1, 1, x.shape[1]]);
  const passed = tf.div(tf.sub(rows, starts(from)), tf.maximum(lengths(from), 1e-6));
  const moved = tf.mul(tf.clipByValue(passed, 0, 1), lengths(to)); // [N, K - 1, C]
  return tf.add(tf.slice(to, 0, 1), tf.sum(moved, 1));
}
