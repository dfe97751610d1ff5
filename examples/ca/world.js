import * as tf from '@tensorflow/tfjs-core';

/** Length of an embedding. */
export const EMBEDDING = 16;
/** Spread of the points of one condition. */
const SPREAD = 0.1;
/** The conditions: eight directions. */
export const ANGLES = Array.from({ length: 8 }, (_, index) => (index / 8) * 2 * Math.PI);

/** A fixed linear map from what a direction means to its embedding. */
const map = tf.randomNormal([4, EMBEDDING], 0, 1, 'float32', 1);

/** Embeddings [N, 16] of directions: what a caption encoder gives for "to the north". */
export function embed(angles) {
  return tf.tidy(() => {
    const meaning = angles.map((a) => [Math.cos(a), Math.sin(a), Math.cos(2 * a), Math.sin(2 * a)]);
    return tf.matMul(tf.tensor2d(meaning), map);
  });
}

/** The true mean [N, 2] of the points of each direction: on a circle of radius 1. */
export function trueMeans(angles) {
  return tf.tensor2d(angles.map((a) => [Math.cos(a), Math.sin(a)]));
}

/** One real point [N, 2] of each direction. */
export function drawPoints(angles, seed) {
  return tf.tidy(() =>
    tf.add(trueMeans(angles), tf.randomNormal([angles.length, 2], 0, SPREAD, 'float32', seed)),
  );
}
