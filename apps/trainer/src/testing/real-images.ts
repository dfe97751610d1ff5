import * as tf from '@tensorflow/tfjs-core';

/**
 * sin(0.05(n+1)x + 0.07(c+1)y + 0.3n), the real images of the scripts that make the fixtures: [4,
 * S, S, 3].
 */
export function realImages(size: number): tf.Tensor4D {
  return tf.tidy(() => {
    const images = tf.buffer([4, size, size, 3]);
    for (let n = 0; n < 4; n++)
      for (let y = 0; y < size; y++)
        for (let x = 0; x < size; x++)
          for (let c = 0; c < 3; c++)
            images.set(Math.sin(0.05 * (n + 1) * x + 0.07 * (c + 1) * y + 0.3 * n), n, y, x, c);
    return images.toTensor() as tf.Tensor4D;
  });
}
