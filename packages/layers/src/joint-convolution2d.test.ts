import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { distance, normal } from '../test-support/numbers.js';
import { JointConvolution2D } from './joint-convolution2d.js';

/** The definition: the text on every pixel, joined on the channels, and a plain convolution. */
function directForm(features: tf.Tensor, text: tf.Tensor, kernel: tf.Tensor): tf.Tensor {
  const [batch = 0, height = 0, width = 0] = features.shape;
  const pixel = tf.reshape(text, [batch, 1, 1, -1]);
  const row = tf.concat(
    Array.from({ length: width }, () => pixel),
    2,
  );
  const tiled = tf.concat(
    Array.from({ length: height }, () => row),
    1,
  );
  return tf.conv2d(
    tf.concat([features, tiled], 3) as tf.Tensor4D,
    kernel as tf.Tensor4D,
    1,
    'same',
  );
}

describe('JointConvolution2D', () => {
  it.each([
    { kernelSize: 1, height: 2, width: 3 },
    { kernelSize: 3, height: 4, width: 5 },
    { kernelSize: 3, height: 1, width: 2 },
  ])('equals a convolution of image and repeated text: %o', ({ kernelSize, height, width }) => {
    const features = normal([2, height, width, 3], 1);
    const text = normal([2, 4], 2);
    const kernel = normal([kernelSize, kernelSize, 7, 5], 3);
    const layer = new JointConvolution2D({ filters: 5, kernelSize });
    layer.apply([features, text]);
    layer.setWeights([kernel]);
    const output = layer.apply([features, text]) as tf.Tensor;
    expect(distance(output, directForm(features, text, kernel))).toBeLessThan(1e-5);

    const dy = normal([2, height, width, 5], 4);
    const variable = layer.trainableWeights[0]?.read() as tf.Tensor;
    const ours = tf.grads((x, t) => layer.apply([x as tf.Tensor, t as tf.Tensor]) as tf.Tensor)(
      [features, text],
      dy,
    );
    const ofKernel = tf.grad(() => layer.apply([features, text]) as tf.Tensor)(variable, dy);
    const direct = tf.grads(directForm)([features, text, kernel], dy);
    [...ours, ofKernel].forEach((gradient, index) => {
      expect(distance(gradient, direct[index] as tf.Tensor)).toBeLessThan(1e-5);
    });
  });
});
