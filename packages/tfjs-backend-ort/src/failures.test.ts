import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { OrtBackend } from './backend.js';
import type { KernelMapping } from './kernels/mapping.js';
import { exportOnnx, OrtOperationError, peek, registerOrtBackend, traced } from './index.js';

beforeAll(async () => {
  registerOrtBackend({ threads: 1 });
  await tf.setBackend('ort');
});

afterEach(() => tf.disposeVariables());

const numbers = (tensor: tf.Tensor): number[] => [...tensor.dataSync()];

/** Indices that are not known before they are computed. */
const late = (...indices: number[]) =>
  tf.add<tf.Tensor1D>(tf.tensor1d(indices, 'int32'), tf.zeros([indices.length], 'int32'));

/** A tensor [2] of an operation that has no place in TensorFlow.js. */
function recorded(name: string, lower: KernelMapping['lower'], input: tf.Tensor): tf.Tensor {
  const backend = tf.backend() as OrtBackend;
  const outputs = [{ shape: [2], dtype: 'float32' as const }];
  const [info] = backend.record({ name, lower }, { inputs: [input], outputs });
  return tf.engine().makeTensorFromTensorInfo(info!);
}

/**
 * Ways to fail, all but the indices known only when the operation is computed; each gives a tensor
 * [2].
 */
const failures: [string, (x: tf.Tensor) => tf.Tensor, RegExp][] = [
  [
    'an index out of range',
    (x) => tf.gather(x, late(1, 7)),
    /^GatherV2 of float32 \[2\], int32 \[2\] failed: .*7/,
  ],
  [
    'more memory than there can be',
    (x) => tf.mul(x, tf.sum(tf.tile(tf.slice(x, 0, 1), [2 ** 48]))),
    /^Tile of float32 \[1\] failed/,
  ],
  [
    'an operator that does not exist',
    (x) =>
      recorded(
        'Unheard',
        (lowering, { inputs, outputs }) => {
          const { builder } = lowering;
          lowering.define(outputs[0]!, builder.node('Unheard', [lowering.plain(inputs[0]!)]));
        },
        x,
      ),
    /^Unheard of float32 \[2\] failed/,
  ],
  [
    'a lowering that throws',
    (x) =>
      recorded(
        'Broken',
        () => {
          throw new Error('no form');
        },
        x,
      ),
    /^Broken of float32 \[2\] failed: no form$/,
  ],
];

describe.each(failures)('an operation that fails, by %s,', (_, fail, message) => {
  it('fails its own readers alone, each time that they are read', async () => {
    const x = tf.tensor1d([3, 4]);
    const before = tf.add(x, 1);
    const failed = fail(before);
    const after = tf.mul(failed, 2);
    const beside = tf.mul(before, 2);
    const both = [failed, after, tf.add(beside, after)];
    for (let time = 0; time < 2; time++) {
      for (const tensor of both) {
        expect(() => tensor.dataSync()).toThrow(OrtOperationError);
        expect(() => tensor.dataSync()).toThrow(message);
        await expect(tensor.data()).rejects.toThrow(message);
        await expect(peek([tensor])).rejects.toThrow(message);
      }
      expect([before, beside, tf.neg(beside)].map(numbers)).toEqual([
        [4, 5],
        [8, 10],
        [-8, -10],
      ]);
    }
    // What is asked of it later learns of it, too: recorded, or at once by a cpu kernel.
    expect(() => tf.neg(after).dataSync()).toThrow(message);
    expect(() => tf.cumprod(after).dataSync()).toThrow(message);
  });

  it('leaves nothing behind when it is disposed of', () => {
    const x = tf.tensor1d([3, 4]);
    const once = () =>
      tf.tidy(() => {
        const ok = tf.mul(x, 2);
        const failed = tf.neg(fail(ok));
        expect(numbers(ok)).toEqual([6, 8]);
        expect(() => failed.dataSync()).toThrow(message);
      });
    once();
    const { numTensors, numDataBuffers, numBytes } = tf.memory();
    once();
    expect(tf.memory()).toMatchObject({ numTensors, numDataBuffers, numBytes });
    x.dispose();
  });

  it('is no matter when nobody needs it', () => {
    const x = tf.tensor1d([3, 4]);
    const failed = fail(x);
    const ok = tf.add(x, 1);
    failed.dispose();
    expect(numbers(ok)).toEqual([4, 5]);
  });

  it('stops a traced function before it changes a variable, and the next call works', () => {
    const x = tf.variable(tf.tensor1d([1, 2]));
    const optimizer = tf.train.adam(0.1);
    let isBad = true;
    const learn = traced(({ by }: { by: tf.Tensor }) => ({
      loss: optimizer.minimize(() => {
        const given = isBad ? tf.add(by, tf.sum(fail(by))) : by;
        return tf.sum(tf.square(tf.sub(x, given))) as tf.Scalar;
      }, true)!,
    }));
    const by = tf.tensor1d([0, 0]);
    const bad = () => expect(() => learn({ by })).toThrow(message);
    const good = () => tf.dispose(learn({ by }));
    bad();
    const { numTensors } = tf.memory();
    bad();
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(numbers(x)).toEqual([1, 2]);
    isBad = false;
    good();
    // A good call, so the bad one is the second that records.
    isBad = true;
    bad();
    isBad = false;
    good();
    good();

    const expected = tf.variable(tf.tensor1d([1, 2]));
    const reference = tf.train.adam(0.1);
    const loss = () => tf.sum<tf.Scalar>(tf.square(tf.sub(expected, by)));
    for (let step = 0; step < 3; step++) reference.minimize(loss, false, [expected]);
    expect(numbers(x)).toEqual(numbers(expected));
  });
});

describe('a traced function that fails when it is replayed', () => {
  const rows = () => tf.variable(tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]));

  it.each<[string, (indices: tf.Tensor) => tf.Tensor]>([
    ['given', (indices) => indices],
    ['computed', (indices) => tf.add(indices, tf.zeros([2], 'int32'))],
  ])('leaves its variables alone, for indices that are %s', (_, of) => {
    const table = rows();
    const steps = tf.variable(tf.scalar(0));
    const step = traced(({ indices }: { indices: tf.Tensor1D }) => {
      steps.assign(tf.add(steps, 1));
      const picked = tf.gather(table, of(indices) as tf.Tensor1D);
      table.assign(tf.mul(table, 2));
      return { picked, sum: tf.sum(table) };
    });
    const call = (...indices: number[]) => {
      const given = tf.tensor1d(indices, 'int32');
      try {
        const { picked, sum } = step({ indices: given });
        const read = [...numbers(picked), ...numbers(sum)];
        tf.dispose([picked, sum]);
        return read;
      } finally {
        given.dispose();
      }
    };
    for (let n = 0; n < 3; n++) call(0, 1);
    const { numTensors, numBytes } = tf.memory();
    for (const bad of [3, 7]) {
      expect(() => call(0, bad)).toThrow(/^GatherV2 of float32 \[3,2\], int32 \[2\] failed/);
      // A run in between frees what is gone.
      expect(numbers(tf.tidy(() => tf.add(tf.zeros([3, 2]), 1)))).toEqual([1, 1, 1, 1, 1, 1]);
    }
    expect(tf.memory()).toMatchObject({ numTensors: numTensors + 2, numBytes: numBytes + 48 });
    expect([numbers(table), numbers(steps)]).toEqual([[8, 16, 24, 32, 40, 48], [3]]);
    expect(call(2, 0)).toEqual([40, 48, 8, 16, 336]);
    expect(numbers(steps)).toEqual([4]);
  });

  it('says which variables are lost when memory gives out while they are written over', () => {
    const [x, kept] = [tf.variable(tf.tensor1d([1, 2])), tf.variable(tf.tensor1d([5]))];
    let copies = 3;
    const step = traced(({ by }: { by: tf.Tensor }) => {
      const sum = tf.sum(tf.tile(by, [copies]));
      x.assign(tf.add(x, by));
      return { sum, kept: tf.add(kept, 1) };
    });
    const by = () => tf.tensor1d([1, 1]);
    step({ by: by() });
    step({ by: by() });
    step({ by: by() });
    expect(numbers(x)).toEqual([4, 5]);
    copies = 2 ** 48;
    // Another shape is recorded anew, and so fails in a recording.
    const other = traced(({ by }: { by: tf.Tensor }) => {
      const sum = tf.sum(tf.tile(by, [copies]));
      x.assign(tf.add(x, by));
      return { sum };
    });
    expect(() => other({ by: by() })).toThrow(/^Tile .* failed: .*; 1 tensors .* are lost/);
    expect(() => x.dataSync()).toThrow(/restore it from what was saved/);
    expect(numbers(kept)).toEqual([5]);
    x.assign(tf.tensor1d([7, 8]));
    expect(numbers(step({ by: by() }).sum)).toEqual([6]);
    expect(numbers(x)).toEqual([8, 9]);
  });
});

describe('a traced function whose JavaScript throws', () => {
  it('changes no variable, leaks nothing, and works again', () => {
    const x = tf.variable(tf.tensor1d([1, 2]));
    let reads: 'value' | 'nothing' = 'value';
    const step = traced(({ by }: { by: tf.Tensor }) => {
      x.assign(tf.add(x, by));
      if (reads === 'value') x.dataSync();
      return { sum: tf.sum(x) };
    });
    const by = tf.tensor1d([1, 1]);
    const { numTensors } = tf.memory();
    expect(() => step({ by })).toThrow(/reads a value/);
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(numbers(x)).toEqual([1, 2]);
    reads = 'nothing';
    for (let call = 0; call < 3; call++) step({ by }).sum.dispose();
    expect(numbers(x)).toEqual([4, 5]);
    expect(tf.memory().numTensors).toBe(numTensors);
  });

  it('says that it calls another traced function', () => {
    const inner = traced(({ x }: { x: tf.Tensor }) => ({ y: tf.neg(x) }));
    const outer = traced(({ x }: { x: tf.Tensor }) => inner({ x }));
    const x = tf.tensor1d([1]);
    expect(() => outer({ x })).toThrow(/calls another one/);
    expect(numbers(inner({ x }).y)).toEqual([-1]);
  });
});

it('an error in the middle of a tidy leaves the rest to be computed', () => {
  const x = tf.tensor1d([1, 2]);
  const y = tf.add(x, 1);
  const { numTensors } = tf.memory();
  expect(() =>
    tf.tidy(() => {
      tf.mul(y, 2);
      tf.gather(x, tf.tensor1d([9], 'int32')).dataSync();
    }),
  ).toThrow(/GatherV2.*9/);
  expect(() => tf.tidy(() => tf.matMul(x as never, tf.mul(y, 3) as never))).toThrow();
  expect(tf.memory().numTensors).toBe(numTensors);
  expect(numbers(tf.mul(y, x))).toEqual([2, 6]);
});

it('numbers with an error can be assigned over', () => {
  const x = tf.variable(tf.tensor1d([1, 2]));
  x.assign(tf.gather(tf.tensor1d([1, 2, 3]), late(0, 7)));
  expect(() => x.dataSync()).toThrow(/GatherV2/);
  const step = traced(({ by }: { by: tf.Tensor }) => ({ sum: tf.add(x, by) }));
  expect(() => step({ by: tf.scalar(1) })).toThrow(/GatherV2/);
  x.assign(tf.tensor1d([3, 4]));
  for (let call = 0; call < 3; call++) {
    expect(numbers(step({ by: tf.scalar(1) }).sum)).toEqual([4, 5]);
  }
});

it('an export that assigns a variable leaves it what it was', () => {
  const x = tf.variable(tf.tensor2d([1, 2], [1, 2]));
  const assigning = (inputs: Record<string, tf.Tensor>) => {
    x.assign(tf.mul(x, 2));
    return { y: tf.add(inputs['given']!, x) };
  };
  expect(() => exportOnnx(assigning, { given: [2] })).toThrow(/assign no variable/);
  expect(numbers(x)).toEqual([1, 2]);
  const throwing = (inputs: Record<string, tf.Tensor>) => {
    x.assign(tf.mean(inputs['given']!, 0, true));
    throw new Error('no');
  };
  expect(() => exportOnnx(throwing, { given: [2] })).toThrow('no');
  expect(numbers(x)).toEqual([1, 2]);
});

/** The same numbers in [0, 1) for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 16807) % 2147483647) / 2147483647;
}

/**
 * What is left of a program of 40 operations on vectors. The one at `bad` fails; where cpu
 * computes, `undefined` stands for it and for what depends on it.
 */
function program(seed: number, bad: number, isOrt: boolean): (tf.Tensor | undefined)[] {
  const random = randomOf(seed);
  const values: (tf.Tensor | undefined)[] = [tf.tensor1d([1, 2, 3]), tf.tensor1d([-2, 0.5, 1])];
  const gone = new Set<number>();
  const wrong = late(0, 5, 1);
  for (let step = 0; step < 40; step++) {
    const [first, second, kind] = [values.length, values.length, 6].map((n) =>
      Math.floor(random() * n),
    ) as [number, number, number];
    const isOfOne = step === bad || kind === 3;
    const [a, b] = [first, isOfOne ? first : second].map((at) => values[gone.has(at) ? 0 : at]);
    if (!a || !b) values.push(undefined);
    else if (step === bad) values.push(isOrt ? tf.gather(a, wrong) : undefined);
    else if (kind === 0) values.push(tf.add(a, b));
    else if (kind === 1) values.push(tf.sub(tf.tanh(a), b));
    else if (kind === 2) values.push(tf.maximum(a, tf.neg(b)));
    else if (kind === 3) values.push(tf.gather(a, tf.tensor1d([2, 0, 1], 'int32')));
    else if (kind === 4) values.push(tf.split(tf.concat([a, b]), 2)[1]!);
    else values.push(tf.add(tf.mean(a), tf.relu(b)));
    // Some go, as in a tidy, though others that are not computed yet read them.
    if (random() < 0.2 && values.length > 3)
      gone.add(2 + Math.floor(random() * (values.length - 2)));
    for (const at of gone) values[at]?.dispose();
  }
  return values.filter((_, at) => !gone.has(at));
}

it.each(Array.from({ length: 25 }, (_, n) => n))(
  'of a program with one operation that fails, the rest is what the cpu backend gives (%i)',
  async (seed) => {
    const bad = (seed * 7) % 40;
    await tf.setBackend('cpu');
    const expected = program(seed + 1, bad, false).map((value) => value && numbers(value));
    await tf.setBackend('ort');
    const actual = program(seed + 1, bad, true);
    expect(actual.length).toBe(expected.length);
    // From the last to the first, for the first read computes all.
    for (let i = actual.length - 1; i >= 0; i--) {
      if (expected[i] === undefined) expect(() => actual[i]!.dataSync()).toThrow(/GatherV2/);
      else numbers(actual[i]!).forEach((n, at) => expect(n).toBeCloseTo(expected[i]![at]!, 5));
    }
  },
);
