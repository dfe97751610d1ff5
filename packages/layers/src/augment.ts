import * as tf from '@tensorflow/tfjs-core';
import type { AugmentationParameters } from './draw-augmentation.js';

/**
 * Differentiable changes of brightness, saturation, contrast and position of `images`
 * [N, S, S, 3] in [-1, 1], for every image that a discriminator sees (DiffAugment, Zhao et al.
 * 2020). Pixels from outside are white (+1). Values may leave [-1, 1].
 *
 * `parameters` come from `drawAugmentation`. The operations depend only on which of them are
 * present, so that a backend that caches graphs compiles one graph.
 */
export function augment(images: tf.Tensor4D, parameters: AugmentationParameters): tf.Tensor4D {
  return tf.tidy(() => {
    const colored = parameters.color ? changeColor(images, parameters.color) : images;
    return parameters.translation ? translate(colored, parameters.translation) : colored;
  });
}

/** A linear map with a symmetric matrix: its gradient is the same map without the offset. */
function changeColor(
  images: tf.Tensor4D,
  { own, grey, image, offset }: NonNullable<AugmentationParameters['color']>,
): tf.Tensor4D {
  const mix = (x: tf.Tensor4D) => {
    let mixed = tf.mul(x, own);
    if (grey) mixed = tf.add(mixed, tf.mul(tf.mean(x, 3, true), grey));
    if (image) mixed = tf.add(mixed, tf.mul(tf.mean(x, [1, 2, 3], true), image));
    return mixed as tf.Tensor4D;
  };
  const change = tf.customGrad((x) => ({
    value: tf.add(mix(x as tf.Tensor4D), offset),
    gradFunc: (dy: tf.Tensor) => mix(dy as tf.Tensor4D),
  }));
  return change(images) as tf.Tensor4D;
}

/** Forward and backward pass both gather pixels by index, which avoids scattered sums. */
function translate(
  images: tf.Tensor4D,
  { forward, backward }: NonNullable<AugmentationParameters['translation']>,
): tf.Tensor4D {
  const move = tf.customGrad((x) => ({
    value: readPixels(x as tf.Tensor4D, forward, 1),
    gradFunc: (dy: tf.Tensor) => readPixels(dy as tf.Tensor4D, backward, 0),
  }));
  return move(images) as tf.Tensor4D;
}

/** Gathers pixels of the batch by index; the index after the last pixel has the value `outside`. */
function readPixels(x: tf.Tensor4D, source: tf.Tensor1D, outside: number): tf.Tensor {
  const channels = x.shape[3];
  const pixels = tf.reshape(x, [-1, channels]);
  const all = tf.concat([pixels, tf.fill([1, channels], outside)], 0);
  return tf.reshape(tf.gather(all, source), x.shape);
}
