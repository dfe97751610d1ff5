import * as tf from '@tensorflow/tfjs-core';
import { randomNumbers } from '../random-numbers.js';
import { combine, type CpuCase } from './case.js';

/** A tensor of a part of the caller's buffer, and a function that overwrites the buffer. */
interface Live {
  readonly tensor: tf.Tensor2D;
  overwrite(): void;
}

const kinds: Record<string, () => Live> = {
  'a subarray': () => {
    const buffer = randomNumbers([20], 3);
    const tensor = tf.tensor2d(buffer.subarray(5, 17), [3, 4]);
    return { tensor, overwrite: () => void buffer.fill(9) };
  },
  'a part of an ArrayBuffer': () => {
    const buffer = randomNumbers([30], 4).buffer as ArrayBuffer;
    const tensor = tf.tensor2d(new Float32Array(buffer, 8, 12), [3, 4]);
    return { tensor, overwrite: () => void new Uint8Array(buffer).fill(1) };
  },
  int32: () => {
    const buffer = Int32Array.from(randomNumbers([14], 5), (x) => Math.round(9 * x));
    const tensor = tf.tensor2d(buffer.subarray(2), [3, 4], 'int32');
    return { tensor, overwrite: () => void buffer.fill(9) };
  },
  bool: () => {
    const buffer = Uint8Array.from(randomNumbers([13], 6), (x) => (x > 0 ? 1 : 0));
    const tensor = tf.tensor2d(buffer.subarray(1), [3, 4], 'bool');
    return { tensor, overwrite: () => void buffer.fill(1) };
  },
  'an ImageData-like array': () => {
    const clamped = new Uint8ClampedArray(randomNumbers([12], 7).map((x) => 255 * Math.abs(x)));
    const buffer = clamped as unknown as Uint8Array;
    return { tensor: tf.tensor2d(buffer, [3, 4], 'int32'), overwrite: () => void buffer.fill(9) };
  },
};

const operations: [string, (x: tf.Tensor2D) => tf.Tensor | tf.Tensor[]][] = [
  ['add', (x) => tf.add(x, x)],
  ['cast and neg', (x) => tf.neg(tf.cast(x, 'float32'))],
  ['transpose', (x) => tf.transpose(x)],
  ['slice', (x) => tf.slice(x, [1, 1], [2, 2])],
  ['concat', (x) => tf.concat([x, x], 1)],
  ['reshape and sum', (x) => tf.sum(tf.reshape(x, [2, 6]), 0)],
  ['unstack', (x) => tf.unstack(x)],
  ['matMul', (x) => tf.matMul(tf.cast(x, 'float32'), tf.cast(x, 'float32'), false, true)],
  ['reverse', (x) => tf.reverse(x, 1)],
];

/** Tensors of parts of larger buffers, which are not changed. */
export const viewCases: CpuCase[] = combine(
  Object.entries(kinds),
  operations,
  ([kind, live], [name, operation]) => [`${name} of ${kind}`, () => operation(live().tensor)],
);

/**
 * The same for buffers that are overwritten before the result is read. (Without unstack, whose
 * results share the buffer on the cpu backend.)
 */
export const liveCases: CpuCase[] = combine(
  Object.entries(kinds),
  operations.filter(([name]) => name !== 'unstack'),
  ([kind, live], [name, operation]) => [
    `${name} of ${kind}`,
    () => {
      const { tensor, overwrite } = live();
      const results = operation(tensor);
      overwrite();
      return results;
    },
  ],
);

/** Buffers that are filled again and again, as by a loader of batches. */
export const refillingCases: CpuCase[] = [
  [
    'a batch per step',
    () => {
      const buffer = new Float32Array(6);
      return [0, 1, 2].map((step) => {
        buffer.fill(step);
        return tf.mul(tf.tensor2d(buffer, [2, 3]), 2);
      });
    },
  ],
  [
    'a row per step',
    () => {
      const buffer = new Float32Array(6);
      return [0, 1, 2, 3].map((step) => {
        buffer.copyWithin(0, 3).fill(step, 3);
        return tf.sum(tf.tensor2d(buffer, [2, 3]), 1);
      });
    },
  ],
  [
    'indices',
    () => {
      const indices = new Int32Array(2);
      return [0, 1, 2].map((step) => {
        indices.fill(step);
        return tf.gather(tf.tensor1d([5, 6, 7]), tf.tensor1d(indices, 'int32'));
      });
    },
  ],
  [
    'a number',
    () => {
      const rate = new Float32Array(1);
      return [0.5, 0.25].map((value) => {
        rate[0] = value;
        return tf.mul(tf.tensor1d([1, 2]), tf.tensor(rate, []));
      });
    },
  ],
  [
    'a value assigned to a variable',
    () => {
      const buffer = new Float32Array([1, 2]);
      const variable = tf.variable(tf.add(tf.tensor1d(buffer), 0));
      const first = tf.add(variable, 1);
      buffer.fill(7);
      const next = tf.tensor1d(buffer);
      variable.assign(tf.add(next, 0));
      buffer.fill(8);
      const second = tf.add(variable, 1);
      variable.dispose();
      return [first, second];
    },
  ],
  [
    'a buffer of tf.buffer',
    () => {
      const buffer = tf.buffer([2, 2]);
      buffer.set(3, 1, 1);
      const doubled = tf.mul(buffer.toTensor(), 2);
      buffer.set(5, 1, 1);
      return [doubled, tf.mul(buffer.toTensor(), 2)];
    },
  ],
];
