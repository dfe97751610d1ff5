import { io } from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { SeededRandom } from '@stackgan/random';
import { expect, it } from 'vitest';
import type { WeightPrecision } from './export-formats.js';
import { quantiseWeights } from './quantise-weights.js';

/** The weights as TensorFlow.js reads them back, and their bytes on disk. */
function stored(precision: WeightPrecision, values: Float32Array, shape: number[]) {
  const specs = [
    { name: 'before', shape: [1], dtype: 'float32' as const },
    { name: 'kernel', shape, dtype: 'float32' as const },
  ];
  const given = { specs, data: [Float32Array.of(1e-30).buffer, values.slice().buffer] };
  const { specs: found, data } = quantiseWeights(precision, given);
  const tensors = io.decodeWeights(io.CompositeArrayBuffer.join([...data]), [...found]);
  const { byteLength } = io.CompositeArrayBuffer.join([...data]);
  expect(tensors['before']!.dataSync()).toEqual(Float32Array.of(1e-30));
  return { values: tensors['kernel']!.dataSync(), bytes: byteLength - 4, spec: found[1]! };
}

/** All numbers of float16, but infinities and NaN, in the order of their bits. */
function finiteHalves(): Float32Array {
  const all = Uint16Array.from({ length: 2 ** 16 }, (_, bits) => bits);
  const bits = all.filter((each) => (each & 0x7c00) !== 0x7c00);
  const quantization = { dtype: 'float16' as const };
  const spec = { name: 'all', shape: [bits.length], dtype: 'float32' as const, quantization };
  return io.decodeWeights(bits.buffer, [spec])['all']!.dataSync() as Float32Array;
}

it('reads every finite float16 back as it was, and rounds what lies between to the nearest', () => {
  const all = finiteHalves();
  expect(all).toHaveLength(2 ** 16 - 2 ** 11);
  expect(stored('float16', all, [2, all.length / 2]).values).toEqual(all);

  // Halfway to the next number, the even one of the two; and to either side of halfway.
  const upper = all.filter((value) => value >= 0 && !Object.is(value, -0)).sort();
  const pairs = Array.from(upper.slice(0, -1), (low, index) => [low, upper[index + 1]!] as const);
  const middle = Float32Array.from(pairs, ([low, high]) => (low + high) / 2);
  const even = Float32Array.from(pairs, ([low, high], index) => (index % 2 ? high : low));
  const largest = Float32Array.of(65504);
  const rounded = (values: Float32Array) =>
    stored('float16', Float32Array.of(...values, ...largest), [1, values.length + 1]).values.slice(
      0,
      -1,
    ) as Float32Array;
  expect(rounded(middle)).toEqual(even);
  const near = (share: number) =>
    Float32Array.from(pairs, ([low, high]) => low + (high - low) * share);
  expect(rounded(near(0.499))).toEqual(Float32Array.from(pairs, ([low]) => low));
  expect(rounded(near(0.501))).toEqual(Float32Array.from(pairs, ([, high]) => high));
});

it('halves and quarters kernels, within the stated error', () => {
  const values = new SeededRandom(1).fillNormal(new Float32Array(6000)).map((value) => value / 50);
  const largest = Math.max(...values.map(Math.abs));
  const range = Math.max(...values) - Math.min(...values);
  const error = (other: ArrayLike<number>) =>
    Math.max(...values.map((value, index) => Math.abs(value - other[index]!)));
  const [whole, half, bytes] = (['float32', 'float16', 'uint8'] as const).map((precision) =>
    stored(precision, values, [60, 100]),
  );
  expect([whole!.bytes, half!.bytes, bytes!.bytes]).toEqual([24_000, 12_000, 6_000]);
  expect(whole!.values).toEqual(values);
  expect(error(half!.values)).toBeLessThanOrEqual(largest * 2 ** -11);
  expect(error(half!.values)).toBeGreaterThan(0);
  expect(error(bytes!.values)).toBeLessThanOrEqual((range / 510) * 1.0001);
  expect(error(bytes!.values)).toBeGreaterThan(largest * 2 ** -11);
  expect(half!.spec.quantization).toEqual({ dtype: 'float16', original_dtype: 'float32' });
});

it.each([
  ['a weight beyond float16', 'float16', [65504, 65505], [2, 1]],
  ['only weights below its normal numbers', 'float16', [6e-5, -1e-9], [1, 2]],
  ['a vector, such as a moving variance', 'uint8', [1e-12, 4000], [2]],
  ['a vector, such as a moving variance', 'float16', [1e-12, 4000], [2]],
] as const)('keeps %s float32: %s', (_, precision, values, shape) => {
  const found = stored(precision, Float32Array.from(values), [...shape]);
  expect(found.values).toEqual(Float32Array.from(values));
  expect(found.spec).not.toHaveProperty('quantization');
});

it('stores a kernel with a few far larger weights as float16 in place of uint8', () => {
  const values = new SeededRandom(2).fillNormal(new Float32Array(1000));
  expect(stored('uint8', values, [10, 100]).spec.quantization!.dtype).toBe('uint8');
  values[17] = 100;
  expect(stored('uint8', values, [10, 100]).spec.quantization!.dtype).toBe('float16');
});

it('keeps weights that are all equal', () => {
  for (const precision of ['float16', 'uint8'] as const) {
    for (const value of [0, -0.5]) {
      const values = new Float32Array(4).fill(value);
      expect(stored(precision, values, [2, 2]).values).toEqual(values);
    }
  }
});
