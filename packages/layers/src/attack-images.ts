import * as tf from '@tensorflow/tfjs-core';

export interface AttackOptions {
  /** [N, S, S, C], N(0, 1): the direction in which each image's search begins, half the radius away. */
  noise: tf.Tensor4D;
  /** Euclidean distance that an image is moved at most. */
  radius: number;
}

/**
 * Images [N, S, S, C] moved within a ball to where `loss` is high: one step of 1.25 radii along its gradient, from a random place,
 * and back into the ball (Wong et al. 2020, "Fast is better than free"). What learns of such images cannot be deceived by changes
 * that nobody sees, and its gradient leads to those that everybody does (Santurkar et al. 2019, "Image Synthesis with a Single
 * (Robust) Classifier"). No gradient passes through the search.
 */
export function attackImages(
  images: tf.Tensor4D,
  loss: (images: tf.Tensor4D) => tf.Scalar,
  { noise, radius }: AttackOptions,
): tf.Tensor4D {
  return tf.tidy(() => {
    const start = scaleTo(noise, radius / 2);
    const slope = tf.grad((move) => loss(tf.add(images, move)))(start) as tf.Tensor4D;
    const end = tf.add(start, scaleTo(slope, 1.25 * radius));
    const inside = tf.minimum(1, tf.div(radius, lengths(end)));
    return tf.add<tf.Tensor4D>(images, tf.mul(end, inside));
  });
}

/** Images of this length each; those of zeros stay zeros. */
const scaleTo = (images: tf.Tensor4D, length: number): tf.Tensor4D =>
  tf.mul(images, tf.div(length, lengths(images)));

/** [N, 1, 1, 1]: Euclidean, and just above 0 for zeros. */
const lengths = (images: tf.Tensor): tf.Tensor =>
  tf.sqrt(tf.add(tf.sum(tf.square(images), [1, 2, 3], true), 1e-20));
