import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { afterEach, describe, expect, it } from 'vitest';
import { read } from '../../test-support/read.js';
import { useOrt } from '../../test-support/use-ort.js';
import type { OrtBackend } from '../backend/backend.js';
import { peek } from '../backend/peek.js';
import { ortStatistics } from '../backend/register.js';
import { OrtTraceError } from '../errors/trace-error.js';
import { traced } from './traced.js';

useOrt();

afterEach(() => {
  tf.disposeVariables();
});

/** x ← x·decay + input and y ← y + x; returns the sum of x. */
function decaying(counter: { calls: number }) {
  const x = tf.variable(tf.tensor1d([1, 2]));
  const y = tf.variable(tf.tensor1d([0, 0]));
  const step = ({ input, decay }: { input: tf.Tensor; decay: tf.Scalar }) => {
    counter.calls++;
    x.assign(tf.add(tf.mul(x, decay), input));
    y.assign(tf.add(y, x));
    return { sum: tf.sum(x) };
  };
  return { x, y, step };
}

describe('traced', () => {
  it('runs its function twice and replays the graph from then on', () => {
    const [own, reference] = [{ calls: 0 }, { calls: 0 }];
    const { step, x, y } = decaying(own);
    const expected = decaying(reference);
    const fast = traced(step);
    const before = ortStatistics().compiles;
    const tensors: number[] = [];
    for (let call = 1; call <= 6; call++) {
      const inputs = { input: tf.tensor1d([call, -call]), decay: tf.scalar(1 / call) };
      const { sum } = fast(inputs);
      const other = tf.tidy(() => expected.step(inputs));
      expect(read(sum)).toEqual(read(other.sum));
      tf.dispose([inputs, sum, other] as unknown as tf.TensorContainer);
      tensors.push(tf.memory().numTensors);
    }
    expect([read(x), read(y)]).toEqual([read(expected.x), read(expected.y)]);
    expect([own.calls, reference.calls]).toEqual([2, 6]);
    // The reference records the same graph.
    expect(ortStatistics().compiles - before).toBe(1);
    expect(new Set(tensors.slice(2)).size).toBe(1);
  });

  it('does not change the array that a variable was made from', () => {
    const array = Float32Array.from([1, 2]);
    const x = tf.variable(tf.tensor1d(array));
    const fast = traced(({ by }: { by: tf.Tensor }) => {
      x.assign(tf.add(x, by));
      return { sum: tf.sum(x) };
    });
    for (let call = 0; call < 3; call++) fast({ by: tf.scalar(1) });
    expect([...array]).toEqual([1, 2]);
    expect(read(x)).toEqual([4, 5]);
  });

  it('overwrites large weights in place, after all reads of the old ones', () => {
    // Two layers and their gradients: the upper weight is also read for the gradient of the lower
    // one.
    const size = 512;
    const weights = () =>
      [1, 2].map((seed) => tf.variable(tf.randomNormal([size, size], 0, 0.05, 'float32', seed)));
    const step = ([lower, upper]: tf.Variable[]) =>
      function update({ x, rate }: { x: tf.Tensor2D; rate: tf.Scalar }) {
        const loss = () => tf.mean<tf.Scalar>(tf.square(tf.matMul(tf.matMul(x, lower!), upper!)));
        const { value, grads } = tf.variableGrads(loss, [lower!, upper!]);
        for (const weight of [lower!, upper!]) {
          weight.assign(tf.sub(weight, tf.mul(grads[weight.name]!, rate)));
        }
        return { value };
      };
    const [own, reference] = [weights(), weights()];
    const [fast, slow] = [traced(step(own)), step(reference)];
    for (let call = 0; call < 4; call++) {
      const inputs = {
        x: tf.randomNormal<tf.Rank.R2>([4, size], 0, 1, 'float32', call),
        rate: tf.scalar(10),
      };
      expect(read(fast(inputs).value)[0]).toBeCloseTo(
        read(tf.tidy(() => slow(inputs)).value)[0]!,
        5,
      );
    }
    own.forEach((weight, i) => {
      const difference = tf.max(tf.abs(tf.sub(weight, reference[i]!)));
      expect(read(difference)[0]).toBeLessThan(1e-5);
    });
  });

  it('copies the numbers of a variable for readers, and keeps reusing its memory', async () => {
    const x = tf.variable(tf.zeros([1000]));
    const fast = traced(({ by }: { by: tf.Tensor }) => {
      x.assign(tf.add(x, by));
      return { first: tf.slice(x, [0], [1]) };
    });
    const step = () => tf.tidy(() => void fast({ by: tf.scalar(1) }));
    const memory = () => (tf.backend() as OrtBackend).tensors.contentOf(x).data;
    for (let call = 0; call < 4; call++) step();
    const seen = new Set([memory()]);
    step();
    seen.add(memory());
    const read = x.dataSync();
    const [peeked] = await peek([x]);
    expect([peeked![999], seen.has(peeked as Float32Array)]).toEqual([5, true]);
    for (let call = 0; call < 3; call++) {
      step();
      expect(seen.has(memory())).toBe(true);
    }
    expect([read[999], x.dataSync()[999]]).toEqual([5, 8]);
  });

  it('keeps the value that another tensor shares with a variable', () => {
    const { x, step } = decaying({ calls: 0 });
    const fast = traced(step);
    const inputs = { input: tf.tensor1d([1, 1]), decay: tf.scalar(1) };
    for (let call = 0; call < 3; call++) fast(inputs);
    const clone = tf.clone(x);
    fast(inputs);
    expect([read(clone), read(x)]).toEqual([
      [4, 5],
      [5, 6],
    ]);
    fast(inputs);
    expect([read(clone), read(x)]).toEqual([
      [4, 5],
      [6, 7],
    ]);
  });

  it('reads a value that was assigned to a variable between calls', () => {
    const { x, step } = decaying({ calls: 0 });
    const fast = traced(step);
    const inputs = { input: tf.tensor1d([1, 1]), decay: tf.scalar(1) };
    for (let call = 0; call < 3; call++) fast(inputs);
    // Not computed yet when the function is called.
    x.assign(tf.mul(x, 10));
    fast(inputs);
    expect(read(x)).toEqual([41, 51]);
    x.assign(tf.tensor1d([7, 7]));
    fast(inputs);
    expect(read(x)).toEqual([8, 8]);
  });

  it('accepts tensors that are not computed yet', () => {
    const { x, step } = decaying({ calls: 0 });
    const fast = traced(step);
    for (let call = 0; call < 4; call++) {
      const ones = tf.ones([2]);
      x.assign(tf.add(x, 1));
      fast({ input: tf.mul(ones, call), decay: tf.sub(tf.scalar(2), 1) as tf.Scalar });
      ones.dispose();
    }
    expect(read(x)).toEqual([11, 12]);
  });

  it('distinguishes variables that begin with the same memory, and arguments that are the same tensor', () => {
    const a = tf.variable(tf.tensor1d([1, 2]));
    const b = tf.variable(tf.zeros([2]));
    b.assign(tf.clone(a));
    const fast = traced(({ x, y }: { x: tf.Tensor; y: tf.Tensor }) => {
      a.assign(tf.add(a, x));
      b.assign(tf.sub(b, y));
      return { difference: tf.sub(a, b) };
    });
    const one = tf.tensor1d([1, 1]);
    for (let call = 0; call < 2; call++) fast({ x: one, y: one });
    const { difference } = fast({ x: one, y: tf.tensor1d([5, 5]) });
    expect([read(a), read(b), read(difference)]).toEqual([
      [4, 5],
      [-6, -5],
      [10, 10],
    ]);
    expect(read(one)).toEqual([1, 1]);
  });

  it('shares one value between a variable, another variable and the caller', () => {
    const a = tf.variable(tf.tensor1d([1, 2]));
    const b = tf.variable(tf.tensor1d([0, 0]));
    const fast = traced(({ x }: { x: tf.Tensor }) => {
      a.assign(tf.add(a, x));
      b.assign(tf.clone(a));
      return { a: tf.clone(a), matrix: tf.reshape(a, [2, 1]) };
    });
    const results = [1, 2, 3, 4].map((n) => fast({ x: tf.tensor1d([n, n]) }));
    expect(results.map(({ a }) => read(a))).toEqual([
      [2, 3],
      [4, 5],
      [7, 8],
      [11, 12],
    ]);
    expect(results[3]!.matrix.shape).toEqual([2, 1]);
    expect([read(a), read(b)]).toEqual([
      [11, 12],
      [11, 12],
    ]);
    a.assign(tf.tensor1d([0, 0]));
    expect(read(b)).toEqual([11, 12]);
  });

  it('allows disposing of a clone of a variable', () => {
    const x = tf.variable(tf.tensor1d([1, 2]));
    const fast = traced(({ by }: { by: tf.Tensor }) => ({ sum: tf.add(tf.clone(x), by) }));
    const sums = [1, 2, 3].map((n) => read(fast({ by: tf.scalar(n) }).sum));
    expect([...sums, read(x)]).toEqual([
      [2, 3],
      [3, 4],
      [4, 5],
      [1, 2],
    ]);
  });

  it('records again for other shapes, and accepts a reshaped tensor', () => {
    const fast = traced(({ x }: { x: tf.Tensor }) => ({ sum: tf.sum(tf.mul(x, x), -1) }));
    for (const columns of [2, 3, 2, 3, 2, 3]) {
      const x = tf.reshape(tf.ones([2 * columns]), [2, columns]);
      expect(read(fast({ x }).sum)).toEqual([columns, columns]);
    }
  });

  it('continues after its graph was released', () => {
    const { x, step } = decaying({ calls: 0 });
    const fast = traced(step);
    const inputs = { input: tf.tensor1d([1, 1]), decay: tf.scalar(1) };
    for (let call = 0; call < 3; call++) fast(inputs);
    tf.backend().dispose();
    fast(inputs);
    expect(read(x)).toEqual([5, 6]);
  });

  it("gives the same training with TensorFlow.js's own optimiser", () => {
    const train = (wrap: typeof traced) => {
      const weight = tf.variable(tf.tensor1d([1, -2, 3]));
      const optimizer = tf.train.adam(0.1, 0.5, 0.9, 1e-8);
      const step = wrap(({ x }: { x: tf.Tensor }) => ({
        loss: optimizer.minimize(() => tf.sum(tf.square(tf.sub(weight, x))) as tf.Scalar, true)!,
      }));
      const losses = [0, 1, 2, 3, 4, 5].map((n) => read(step({ x: tf.fill([3], n) }).loss)[0]!);
      return [...losses, ...read(weight)];
    };
    expect(train(traced)).toEqual(train((body) => body as never));
  });
});

describe('functions that cannot be traced', () => {
  const x = () => tf.tensor1d([1, 2]);

  it.each<[string, () => (inputs: { x: tf.Tensor }) => Record<string, tf.Tensor>, RegExp]>([
    [
      'a constant that changes',
      () => {
        let calls = 0;
        return ({ x }) => ({ y: tf.mul(x, tf.scalar(calls++)) });
      },
      /constant \[\] .* differs from call to call; make it a tensor that the function is given/,
    ],
    [
      'a value that is read',
      () =>
        ({ x }) => ({ y: tf.mul(x, tf.sum(x).dataSync()[0]!) }),
      /reads a value that it computes; return the tensor and read it outside/,
    ],
    [
      'an argument that is read',
      () =>
        ({ x }) => ({ y: tf.mul(x, x.dataSync()[0]!) }),
      /reads a tensor that it is given, or a variable, .*; read it outside/,
    ],
    [
      'a variable that is read',
      () => {
        const rate = tf.variable(tf.scalar(2));
        return ({ x }) => ({ y: tf.mul(x, rate.dataSync()[0]!) });
      },
      /reads a tensor that it is given, or a variable, .*; read it outside/,
    ],
    [
      'an operation without an ONNX form',
      () =>
        ({ x }) => ({ y: tf.cumprod(tf.mul(x, 2)) }),
      /Cumprod of float32 \[2\] has no ONNX form here, .*; compute it outside and pass the result to the function/,
    ],
    [
      'such an operation on an argument',
      () =>
        ({ x }) => ({ y: tf.add(tf.cumprod(x), 1) }),
      /Cumprod of float32 \[2\] has no ONNX form here/,
    ],
    [
      'such an operation on a variable',
      () => {
        const shift = tf.variable(tf.tensor1d([1, 2]));
        return ({ x }) => ({ y: tf.add(x, tf.mod(shift, tf.tensor1d([3, 4]))) });
      },
      /Mod of float32 \[2\], float32 \[2\] has no ONNX form here/,
    ],
    [
      'an operation whose result has a size that depends on values',
      () =>
        (async ({ x }: { x: tf.Tensor }) => ({
          y: await tf.whereAsync(tf.greater(x, 1)),
        })) as never,
      /is asynchronous; .*tf\.whereAsync.* must be computed outside; tf\.where can be recorded/,
    ],
    [
      'a tensor that is kept',
      () =>
        ({ x }) => {
          tf.keep(tf.mul(x, 2));
          return { y: tf.mul(x, 3) };
        },
      /a tensor \[2\] outlives the traced function .*; return it, dispose of it/,
    ],
    [
      'a result that is an argument',
      () =>
        ({ x }) => ({ y: tf.clone(x) }),
      /result \[2\] is not computed by the traced function/,
    ],
  ])('is an error: %s', (_, body, message) => {
    const fast = traced(body());
    const call = () => fast({ x: x() });
    const both = () => [call(), call()];
    expect(both).toThrow(OrtTraceError);
    expect(both).toThrow(message);
    // Nothing of the recording is left.
    expect(read(tf.add(x(), 1))).toEqual([2, 3]);
  });

  it('accepts operations without an ONNX form on constants', () => {
    const fast = traced(({ x }: { x: tf.Tensor }) => ({
      y: tf.add(x, tf.cumprod(tf.tensor1d([2, 3]))),
    }));
    for (let i = 0; i < 3; i++)
      expect(read(fast({ x: tf.fill([2], i) }).y)).toEqual([i + 2, i + 6]);
  });

  it.each<[string, (x: tf.Tensor, kept: tf.Tensor) => tf.Tensor]>([
    ['an argument', (x) => x],
    ['from outside', (_, kept) => kept],
  ])('is an error: a variable that is assigned a tensor that is %s', (_, choose) => {
    const [variable, kept] = [tf.variable<tf.Rank>(tf.tensor1d([5, 6])), tf.tensor1d([7, 8])];
    const fast = traced(({ x }: { x: tf.Tensor }) => {
      variable.assign(choose(x, kept));
      return { y: tf.mul(x, 2) };
    });
    expect(() => fast({ x: x() })).toThrow(/is assigned a tensor that .* does not compute/);
    expect(read(variable)).toEqual([5, 6]);
  });

  it('is an error: a variable that is disposed of', () => {
    const { x, step } = decaying({ calls: 0 });
    const fast = traced(step);
    const inputs = { input: tf.tensor1d([1, 1]), decay: tf.scalar(1) };
    for (let call = 0; call < 2; call++) fast(inputs);
    x.dispose();
    expect(() => fast(inputs)).toThrow(/is disposed of; trace a new function/);
  });
});

it('is the plain function on other backends', async () => {
  await tf.setBackend('cpu');
  try {
    let calls = 0;
    const fast = traced(({ x }: { x: tf.Tensor }) => ({ y: tf.mul(x, ++calls) }));
    expect([1, 2, 3].map(() => read(fast({ x: tf.scalar(2) }).y)[0])).toEqual([2, 4, 6]);
  } finally {
    await tf.setBackend('ort');
  }
});
