import * as tf from '@tensorflow/tfjs-core';

/** Smallest divisor: the free space beside a box that is as wide as the image is 0. */
const LEAST = 1e-6;

/**
 * Boxes `[x, y, width, height]` [N, 4], as fractions of the image's side, as four coordinates
 * [N, 4], whose every combination is a box within the image:
 * by how much the longer side is shorter than the image; the difference of width and height,
 * divided by the longer side; and the shares of the free space that are left of the box and above
 * it. Zeros are the whole image.
 */
export function boxCoordinates(boxes: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const corner = columns(boxes, 0, 2);
    const size = columns(boxes, 2, 2);
    const [width, height] = [columns(size, 0, 1), columns(size, 1, 1)];
    const longer = tf.maximum(width, height);
    const elongation = tf.div(tf.sub(width, height), tf.maximum(longer, LEAST));
    const share = tf.div(corner, tf.maximum(tf.sub(1, size), LEAST));
    const parts = [tf.sub(1, longer), elongation, tf.clipByValue(share, 0, 1)];
    return tf.concat(parts as tf.Tensor2D[], 1);
  });
}

/** The boxes of `boxCoordinates`, [N, 4]. */
export function boxesOf(coordinates: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const longer = tf.sub(1, columns(coordinates, 0, 1));
    const elongation = columns(coordinates, 1, 1);
    const width = tf.mul(longer, tf.add(1, tf.minimum(elongation, 0)));
    const height = tf.mul(longer, tf.sub(1, tf.maximum(elongation, 0)));
    const size = tf.concat([width, height] as tf.Tensor2D[], 1);
    const corner = tf.mul<tf.Tensor2D>(columns(coordinates, 2, 2), tf.sub(1, size));
    return tf.concat([corner, size], 1);
  });
}

const columns = (x: tf.Tensor2D, start: number, count: number): tf.Tensor2D =>
  tf.slice(x, [0, start], [-1, count]);
