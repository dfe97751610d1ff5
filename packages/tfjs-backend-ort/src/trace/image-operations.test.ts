import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { afterAll, describe, expect, it } from 'vitest';
import { expectClose } from '../../test-support/expect-close.js';
import { randomNumbers } from '../../test-support/random-numbers.js';
import { read } from '../../test-support/read.js';
import { runOnnx } from '../../test-support/run-onnx.js';
import { useOrt } from '../../test-support/use-ort.js';
import { exportOnnx, ortStatistics, traced } from '../index.js';

type Operation = (images: tf.Tensor4D) => tf.Tensor;

/** Operations on images [N,5,7,3] whose result has N as its first size. */
const operations: Record<string, Operation> = {
  resizeBilinear: (x) => tf.image.resizeBilinear(x, [8, 6]),
  'resizeBilinear, corners aligned': (x) => tf.image.resizeBilinear(x, [3, 9], true),
  'resizeBilinear, half pixels': (x) => tf.image.resizeBilinear(x, [10, 14], false, true),
  resizeNearestNeighbor: (x) => tf.image.resizeNearestNeighbor(x, [10, 3]),
  'resizeNearestNeighbor, half pixels': (x) =>
    tf.image.resizeNearestNeighbor(x, [4, 9], false, true),
  'gradient of resizeNearestNeighbor': (x) =>
    tf.grad((y) => tf.square(tf.image.resizeNearestNeighbor(y as tf.Tensor4D, [10, 14])))(x),
  mirrorPad: (x) =>
    tf.mirrorPad(
      x,
      [
        [0, 0],
        [2, 1],
        [3, 3],
        [0, 0],
      ],
      'symmetric',
    ),
  cumsum: (x) => tf.cumsum(x, 2, true, true),
  topk: (x) => tf.concat([tf.topk(x, 2).values, tf.cast(tf.topk(x, 1).indices, 'float32')], 3),
  where: (x) => tf.where(tf.greater(tf.max(x, 3, true), 0.5), x as tf.Tensor, tf.scalar(0)),
  reverse: (x) => tf.reverse(x, [2]),
  cropAndResize: (x) => {
    const [batch] = x.shape;
    const corners = tf.reshape(tf.slice(x, [0, 0, 0, 0], [batch, 1, 2, 2]), [batch, 4]);
    return tf.image.cropAndResize(
      tf.tensor4d(randomNumbers([1, 5, 7, 3], 7), [1, 5, 7, 3]),
      corners as tf.Tensor2D,
      tf.zeros([batch], 'int32'),
      [3, 4],
    );
  },
};

/** Operations with constants, zeros or ones, of N numbers. */
const hasConstantsOfN = new Set(['cropAndResize', 'gradient of resizeNearestNeighbor']);
const cases = Object.entries(operations);
const given = (batch: number) =>
  tf.tensor4d(randomNumbers([batch, 5, 7, 3], batch), [batch, 5, 7, 3]);

async function onCpu(operation: Operation, batch: number): Promise<number[]> {
  await tf.setBackend('cpu');
  const values = tf.tidy(() => {
    // The cpu backend's own gradient is wrong after the first image.
    const images = tf.split(given(batch), batch) as tf.Tensor4D[];
    return read(tf.concat(images.map((image) => operation(image))));
  });
  await tf.setBackend('ort');
  return values;
}

useOrt();
afterAll(() => expect(ortStatistics().fallbacks).toEqual({}));

describe('image operations equal the cpu backend', () => {
  it.each(cases)('in a traced function: %s', async (_, operation) => {
    const expected = [await onCpu(operation, 2), await onCpu(operation, 3)];
    const fast = traced(({ x }: { x: tf.Tensor4D }) => ({ y: operation(x) }));
    for (let call = 0; call < 3; call++) {
      for (const batch of [2, 3]) {
        const { y } = fast({ x: given(batch) });
        expectClose(read(y), expected[batch - 2]!, 1e-6);
      }
    }
  });

  it.each(cases.filter(([name]) => !hasConstantsOfN.has(name)))(
    'in an exported file, for any N: %s',
    async (_, operation) => {
      const expected = await onCpu(operation, 3);
      const file = exportOnnx(({ x }) => ({ y: operation(x as tf.Tensor4D) }), { x: [5, 7, 3] });
      const { y } = await runOnnx(file, { x: given(3) });
      expectClose(read(y!), expected, 1e-6);
    },
  );
});
