import * as tf from '@tensorflow/tfjs-core';

export interface AttackOptions {
  /** [N, S, S, C] from N(0, 1): direction of the start, at half the radius, for each image. */
  noise: tf.Tensor4D;
  /** Largest Euclidean distance between an image and the result. */
  radius: number;
}

/**
 * Adversarial examples: images [N, S, S, C] moved to a higher `loss` within a ball around each. One
 * step of 1.25 radii along the gradient, from a random start, is projected back into the ball (Wong
 * et al. 2020, "Fast is better than free"). A network trained on such images is not deceived by
 * invisible changes, and its gradient points to visible ones (Santurkar et al. 2019, "Image
 * Synthesis with a Single (Robust) Classifier"). No gradient passes through the search.
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

/** Scales each image to this Euclidean length; an image of zeros stays zero. */
const scaleTo = (images: tf.Tensor4D, length: number): tf.Tensor4D =>
  tf.mul(images, tf.div(length, lengths(images)));

/** Euclidean lengths [N, 1, 1, 1], just above 0 for zeros. */
const lengths = (images: tf.Tensor): tf.Tensor =>
  tf.sqrt(tf.add(tf.sum(tf.square(images), [1, 2, 3], true), 1e-20));
