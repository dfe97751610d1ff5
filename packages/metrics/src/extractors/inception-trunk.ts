import * as tf from '@tensorflow/tfjs-core';

/** A convolution with the batch normalisation after it folded in. */
export type FoldedConvolution = {
  /** [height, width, inputs, outputs] */
  readonly kernel: tf.Tensor4D;
  /** [outputs] */
  readonly bias: tf.Tensor1D;
};

/** How many features are taken: after the first pooling, the second, or block `mixed5`. */
export type Mixed5Features = 64 | 192 | 768;

/** Batch normalisation's ε in Keras' Inception-v3. */
const EPSILON = 1e-3;

/**
 * The convolutions `conv2d_1` to `conv2d_50`, in order, of Keras' weights by name. In use, batch
 * normalisation (without γ here) is (x - mean) / √(variance + ε) + β for each channel, so that it
 * can be part of the convolution before it: a pass over the images less, and the same numbers.
 */
export function foldConvolutions(weights: tf.NamedTensorMap): FoldedConvolution[] {
  const layers = Object.keys(weights).filter((name) => name.startsWith('conv2d_')).length;
  return Array.from({ length: layers }, (_, i) => {
    const [kernel, mean, variance, beta] = [
      `conv2d_${i + 1}/kernel`,
      ...['moving_mean', 'moving_variance', 'beta'].map(
        (name) => `batch_normalization_${i + 1}/${name}`,
      ),
    ].map((name) => weights[name]!) as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
    const scale = tf.rsqrt(tf.add(variance, EPSILON));
    return {
      kernel: tf.mul(kernel, scale),
      bias: tf.sub(beta, tf.mul(mean, scale)),
    };
  });
}

/**
 * Inception-v3 (Szegedy et al., arXiv 1512.00567) from images [N, 299, 299, 3] in [0, 1] up to
 * block `mixed5` at most, averaged over all pixels: [N, features]. Blocks are named as in Keras.
 */
export function applyInceptionTrunk(
  images: tf.Tensor4D,
  convolutions: readonly FoldedConvolution[],
  features: Mixed5Features,
): tf.Tensor2D {
  /** Convolution `layer`, counted from 1 as Keras does, and ReLU. */
  const conv = (
    x: tf.Tensor4D,
    layer: number,
    pad: 'same' | 'valid' = 'same',
    strides = 1,
  ): tf.Tensor4D => {
    const { kernel: filter, bias } = convolutions[layer - 1]!;
    return tf.fused.conv2d({ x, filter, bias, strides, pad, activation: 'relu' });
  };
  const chain = (x: tf.Tensor4D, first: number, last: number): tf.Tensor4D =>
    first > last ? x : chain(conv(x, first), first + 1, last);
  const halve = (x: tf.Tensor4D): tf.Tensor4D => tf.maxPool(x, 3, 2, 'valid');
  const average = (x: tf.Tensor4D): tf.Tensor4D => tf.avgPool(x, 3, 1, 'same');
  const join = (...parts: tf.Tensor4D[]): tf.Tensor4D => tf.concat(parts, 3);
  const pooled = (x: tf.Tensor4D): tf.Tensor2D => tf.mean(x, [1, 2]);

  return tf.tidy(() => {
    let x = conv(images, 1, 'valid', 2); // 149×149×32
    x = conv(conv(x, 2, 'valid'), 3); // 147×147×64
    x = halve(x); // 73×73×64
    if (features === 64) return pooled(x);
    x = conv(conv(x, 4), 5, 'valid'); // 71×71×192
    x = halve(x); // 35×35×192
    if (features === 192) return pooled(x);
    // mixed0 to mixed2: 35×35×256, 288, 288
    for (const i of [6, 13, 20]) {
      x = join(conv(x, i), chain(x, i + 1, i + 2), chain(x, i + 3, i + 5), conv(average(x), i + 6));
    }
    // mixed3: 17×17×768
    x = join(conv(x, 27, 'valid', 2), conv(chain(x, 28, 29), 30, 'valid', 2), halve(x));
    // mixed4, mixed5: 17×17×768
    for (const i of [31, 41]) {
      x = join(conv(x, i), chain(x, i + 1, i + 3), chain(x, i + 4, i + 8), conv(average(x), i + 9));
    }
    return pooled(x);
  });
}
