import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { expect, it } from 'vitest';
import { placements, sizes } from '../../test-support/cpu-cases/images.js';
import { expectClose } from '../../test-support/expect-close.js';
import { randomNumbers } from '../../test-support/random-numbers.js';
import { read } from '../../test-support/read.js';
import { useOrt } from '../../test-support/use-ort.js';

useOrt();

const methods = { bilinear: tf.image.resizeBilinear, nearest: tf.image.resizeNearestNeighbor };
const cases = (['bilinear', 'nearest'] as const).flatMap((method) =>
  sizes.flatMap(([from, to]) =>
    placements.map(([align, half]) => [method, from, to, align, half] as const),
  ),
);

it.each(cases)(
  'gradient of a resizing, %s, from %j to %j, alignCorners %s, halfPixelCenters %s',
  async (method, from, to, align, half) => {
    const shape: [number, number, number, number] = [2, ...from, 2];
    const resize = (x: tf.Tensor) => methods[method](x as tf.Tensor4D, to, align, half);
    const dy = randomNumbers([2, ...to, 2], 1);

    // A resizing is linear: the gradient of a pixel is the product of dy with that pixel alone,
    // resized by the cpu backend.
    await tf.setBackend('cpu');
    const size = shape.reduce((a, b) => a * b);
    const expected = Array.from({ length: size }, (_, pixel) =>
      tf.tidy(() => {
        const alone = new Float32Array(size);
        alone[pixel] = 1;
        const resized = read(resize(tf.tensor4d(alone, shape)));
        return resized.reduce((sum, value, i) => sum + value * dy[i]!, 0);
      }),
    );

    await tf.setBackend('ort');
    const gradient = tf.grad(resize)(
      tf.tensor4d(randomNumbers(shape, 0), shape),
      tf.tensor4d(dy, [2, ...to, 2]),
    );
    expect(gradient.shape).toEqual(shape);
    expectClose(read(gradient), expected, 1e-6);
  },
);
