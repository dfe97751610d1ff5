import * as tf from '@tensorflow/tfjs-core';
import { initializers, layers, type LayerVariable, type Shape } from '@tensorflow/tfjs-layers';
import { boxCoordinates, boxesOf } from './box-coordinates.js';
import { boxTable, KNOTS } from './box-table.js';
import { fixedSize, singleShape, singleTensor } from './single.js';

/** How many numbers of z choose the box. */
export const BOX_NUMBERS = 4;

/**
 * The place of an object from noise: z [N, Z] to a box `[x, y, width, height]` [N, 4], as fractions
 * of the image's side, and the other Z - 4 numbers of z.
 *
 * The first four numbers of z ~ N(0, 1) are mixed linearly to four scores, each of which chooses
 * one of the `boxCoordinates` by a table of its quantiles, linear between the entries. So each
 * coordinate is distributed as in training images, and depends on the others about as there, see
 * `BoxTable`. The table does not train: `setTable` fills it. Before that, the box is the whole
 * image.
 */
export class LatentBox extends layers.Layer {
  static readonly className = 'StackganLatentBox';

  private quantiles!: LayerVariable;
  private mixing!: LayerVariable;
  private unmixing!: LayerVariable;

  override build(): void {
    const zeros = initializers.zeros();
    const fixed = (name: string, rows: number) =>
      this.addWeight(name, [rows, BOX_NUMBERS], 'float32', zeros, undefined, false);
    this.quantiles = fixed('quantiles', KNOTS.length);
    this.mixing = fixed('mixing', BOX_NUMBERS);
    this.unmixing = fixed('unmixing', BOX_NUMBERS);
    const identity = tf.eye(BOX_NUMBERS);
    this.mixing.write(identity);
    this.unmixing.write(identity);
    identity.dispose();
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
      const scores = tf.matMul<tf.Tensor2D>(numbers, this.mixing.read());
      const coordinates = interpolate(scores, knots(), this.quantiles.read() as tf.Tensor2D);
      return [boxesOf(coordinates), tf.slice(latent, [0, BOX_NUMBERS])];
    });
  }

  /** The numbers [N, 4] that choose `boxes` [N, 4], or the nearest boxes of the table. */
  numbersOf(boxes: tf.Tensor2D): tf.Tensor2D {
    const quantiles = this.quantiles.read() as tf.Tensor2D;
    return tf.tidy(() => {
      const scores = interpolate(boxCoordinates(boxes), quantiles, knots());
      return tf.matMul<tf.Tensor2D>(scores, this.unmixing.read());
    });
  }

  /** Fills the table with the distribution of `boxes` [N, 4], those of training images. */
  setTable(boxes: tf.Tensor2D): void {
    const sizes = boxes.arraySync().map((box) => box.slice(2));
    const rows = tf.tidy(() => boxCoordinates(boxes).arraySync());
    // A box as wide as the image may have any share of the free space, of which there is none.
    const isOpen = (row: number, column: number) => (sizes[row]![column - 2] ?? 0) > 1 - 1e-6;
    const open = rows.map((row, i) => row.map((value, c) => (isOpen(i, c) ? NaN : value)));
    const { quantiles, mixing, unmixing } = boxTable(open);
    this.setWeights([quantiles, mixing, unmixing]);
    tf.dispose([quantiles, mixing, unmixing]);
  }
}

const knots = (): tf.Tensor2D => tf.tensor2d([...KNOTS], [KNOTS.length, 1]);

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
