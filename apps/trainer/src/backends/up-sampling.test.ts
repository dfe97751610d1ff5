import { nearestUpsampleConv2d } from '@stackgan/layers';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { beforeAll, expect, it } from 'vitest';

beforeAll(() => registerOrtBackend({ threads: 1 }));

/** The definition: every pixel twice in both directions, then a plain convolution. */
function directForm(x: tf.Tensor4D, kernel: tf.Tensor4D): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape;
  const wide = tf.reshape(tf.concat([x, x], 3), [batch, height, 2 * width * channels]);
  const doubled = tf.reshape(tf.concat([wide, wide], 2), [batch, 2 * height, 2 * width, channels]);
  return tf.conv2d(doubled as tf.Tensor4D, tf.transpose(kernel, [0, 1, 3, 2]), 1, 'same');
}

// Image sizes on both sides of where the ort backend changes its form of a convolution.
it.each([
  { backend: 'ort', size: [3, 4, 4, 6], filters: 5 },
  { backend: 'ort', size: [2, 16, 18, 5], filters: 4 },
  { backend: 'ort', size: [2, 32, 34, 5], filters: 3 },
  { backend: 'cpu', size: [2, 4, 6, 3], filters: 4 },
] as const)('up-samples as the direct form does: $backend, $size', async (sizes) => {
  await tf.setBackend(sizes.backend);
  const normal = (shape: [number, number, number, number], seed: number): tf.Tensor4D =>
    tf.randomNormal(shape, 0, 1, 'float32', seed) as tf.Tensor4D;
  const [batch, height, width, channels] = sizes.size;
  const x = normal([...sizes.size], 1);
  const kernel = normal([3, 3, sizes.filters, channels], 2);
  const dy = normal([batch, 2 * height, 2 * width, sizes.filters], 3);
  const all = (f: typeof directForm): tf.Tensor[] => [
    f(x, kernel),
    ...tf.grads((a, b) => f(a as tf.Tensor4D, b as tf.Tensor4D))([x, kernel], dy),
  ];
  const direct = all(directForm);
  all(nearestUpsampleConv2d).forEach((tensor, index) => {
    const expected = direct[index]!;
    const scale = tf.max(tf.abs(expected)).dataSync()[0]!;
    const distance = tf.max(tf.abs(tf.sub(tensor, expected))).dataSync()[0]!;
    expect(distance / Math.max(1, scale)).toBeLessThan(1e-5);
  });
});
