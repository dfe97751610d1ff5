import * as tf from '@tensorflow/tfjs-core';

/** Length of an embedding. */
export const EMBEDDING = 16;
/** Standard deviation of the points of one direction, in each coordinate. */
const SPREAD = 0.1;
/** The conditions: eight directions. */
export const ANGLES = Array.from({ length: 8 }, (_, index) => (index / 8) * 2 * Math.PI);

/** A fixed linear map from features of a direction to its embedding. */
const map = tf.randomNormal([4, EMBEDDING], 0, 1, 'float32', 1);

/** Embeddings [N, 16] of directions, in place of a caption encoder's for "to the north". */
export function embed(angles) {
  return tf.tidy(() => {
    const features = angles.map((a) => [
      Math.cos(a),
      Math.sin(a),
      Math.cos(2 * a),
      Math.sin(2 * a),
    ]);
    return tf.matMul(tf.tensor2d(features), map);
  });
}

/** The true mean [N, 2] of the points of each direction, on a circle of radius 1. */
export function trueMeans(angles) {
  return tf.tensor2d(angles.map((a) => [Math.cos(a), Math.sin(a)]));
}

/** One real point per direction, [N, 2]. */
export function drawPoints(angles, seed) {
  return tf.tidy(() =>
    tf.add(trueMeans(angles), tf.randomNormal([angles.length, 2], 0, SPREAD, 'float32', seed)),
  );
}
