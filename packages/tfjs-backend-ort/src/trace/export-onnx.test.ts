import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { InferenceSession } from 'onnxruntime-node';
import { describe, expect, it } from 'vitest';
import { read } from '../../test-support/read.js';
import { runOnnx } from '../../test-support/run-onnx.js';
import { useOrt } from '../../test-support/use-ort.js';
import { writeModel } from '../onnx/write-model.js';
import { ortStatistics } from '../backend/register.js';
import { exportOnnx } from './export-onnx.js';
import { OrtTraceError } from '../errors/trace-error.js';

useOrt();

type Tensors = Record<string, tf.Tensor>;

/** A network with every kind of layer in StackGAN. */
function networkOf(seed: number) {
  const random = (...shape: number[]) =>
    tf.variable(tf.randomNormal(shape, 0, 0.2, 'float32', seed++), true) as tf.Tensor;
  const weights = {
    halve: random(4, 4, 3, 8),
    widen: random(3, 3, 8, 16),
    double: random(4, 4, 8, 16),
    scale: random(8),
    shift: random(8),
    words: random(5, 9),
    final: random(3, 3, 8, 2),
  };
  const mask = tf.randomUniform([1, 64, 9], 0, 1, 'float32', seed);
  const body = ({ image, text }: Tensors): Tensors => {
    const batch = image!.shape[0]!;
    const conv = (x: tf.Tensor, filter: tf.Tensor, strides = 1) =>
      tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, strides, 'same');
    let x: tf.Tensor = tf.leakyRelu(conv(image!, weights.halve, 2)); // [N, 8, 8, 8]
    x = tf.add(tf.mul(x, weights.scale), weights.shift);
    x = tf.relu(conv(x, weights.widen));
    const words = tf.reshape(tf.matMul(text!, weights.words), [batch, 9, 1]);
    const everywhere = tf.matMul(tf.broadcastTo(mask, [batch, 64, 9]), words);
    x = tf.concat([x, tf.reshape(everywhere, [batch, 8, 8, 1])], 3);
    x = tf.slice(x, [0, 0, 0, 1], [-1, -1, -1, 16]);
    const shape: [number, number, number, number] = [batch, 16, 16, 8];
    x = tf.conv2dTranspose(x as tf.Tensor4D, weights.double as tf.Tensor4D, shape, 2, 'same');
    return { generated: tf.tanh(conv(x, weights.final)), mean: tf.mean(x, [1, 2]) };
  };
  return { body, weights };
}

const inputs = { image: [16, 16, 3], text: [5] };

const given = (batch: number): Tensors => ({
  image: tf.randomNormal([batch, ...inputs.image], 0, 1, 'float32', batch),
  text: tf.randomNormal([batch, ...inputs.text], 0, 1, 'float32', batch + 1),
});

describe('exportOnnx', () => {
  it('writes a file that computes the same for batches of any size', async () => {
    const { body, weights } = networkOf(1);
    const { runs } = ortStatistics();
    const file = exportOnnx(body, inputs, { weights, metadata: { purpose: 'test' } });
    expect(ortStatistics().runs).toBe(runs);
    const session = await InferenceSession.create(file);
    expect(session.inputMetadata).toMatchObject([
      { name: 'image', type: 'float32', shape: ['N', 16, 16, 3] },
      { name: 'text', type: 'float32', shape: ['N', 5] },
    ]);
    expect(session.outputMetadata).toMatchObject([
      { name: 'generated', shape: ['N', 16, 16, 2] },
      { name: 'mean', shape: ['N', 8] },
    ]);
    await session.release();
    for (const batch of [1, 3, 4]) {
      const tensors = given(batch);
      const expected = tf.tidy(() => body(tensors));
      const results = await runOnnx(file, tensors);
      for (const [name, tensor] of Object.entries(expected)) {
        const result = results[name]!;
        expect(result.shape).toEqual(tensor.shape);
        const largest = (x: tf.Tensor) => tf.max(tf.abs(x)).dataSync()[0]!;
        expect(largest(tf.sub(result, tensor)) / largest(tensor)).toBeLessThan(1e-5);
      }
    }
  });

  it('writes the same bytes again, stores weights by name and leaks nothing', () => {
    const { body, weights } = networkOf(2);
    const write = () => exportOnnx(body, inputs, { weights });
    const first = write();
    const { numTensors } = tf.memory();
    expect(write()).toEqual(first);
    expect(tf.memory().numTensors).toBe(numTensors);
    expect(() => exportOnnx(body, inputs, { weights: { text: weights.words } })).toThrow(
      /two tensors of the graph have the name text/,
    );
    const text = Buffer.from(first).toString('latin1');
    for (const name of Object.keys(weights)) expect(text).toContain(name);
    expect(text).not.toContain('com.microsoft');
  });

  it.each<[string, (given: { x: tf.Tensor }) => Tensors, RegExp]>([
    ['a value that is read', ({ x }) => ({ y: tf.mul(x, x.dataSync()[0]!) }), /reads a value/],
    [
      'an operation without an ONNX form',
      ({ x }) => ({ y: tf.cumprod(x, 1) }),
      /Cumprod of float32 \[1009,2\] has no ONNX form here, .* compute it outside/,
    ],
    [
      'a tensor that is kept',
      ({ x }) => {
        tf.keep(tf.mul(x, 3));
        return { y: tf.mul(x, 2) };
      },
      /outlives the exported function/,
    ],
    [
      'an operation whose result has a size that depends on values',
      (async ({ x }: { x: tf.Tensor }) => ({ y: await tf.whereAsync(tf.greater(x, 1)) })) as never,
      /is asynchronous; .*tf\.whereAsync/,
    ],
    ['a result without the batch', ({ x }) => ({ y: tf.mean(x, 0) }), /depends on the size N/],
    [
      'the size of the batch as a number',
      ({ x }) => ({ y: tf.div(x, x.shape[0]!) }),
      /depends on the size N/,
    ],
    [
      'a part of the batch',
      ({ x }) => ({ y: tf.slice(x, [1, 0], [x.shape[0]! - 1, 2]) }),
      /depends on the size N/,
    ],
    [
      'the size of the batch twice in one shape',
      ({ x }) => ({ y: tf.reshape(tf.matMul(x, x, false, true), [-1, 1]) }),
      /depends on the size N/,
    ],
  ])('refuses %s', (_, body, message) => {
    const call = () => exportOnnx(body as (given: Tensors) => Tensors, { x: [2] });
    expect(call).toThrow(OrtTraceError);
    expect(call).toThrow(message);
    // The recording was dropped and does not affect the next computation.
    expect(read(tf.add(tf.ones([2]), 1))).toEqual([2, 2]);
  });

  it('needs the backend of this package', async () => {
    await tf.setBackend('cpu');
    expect(() => exportOnnx(({ x }) => ({ y: x! }), { x: [2] })).toThrow(/tf\.setBackend\('ort'\)/);
    await tf.setBackend('ort');
  });

  it('says that a model is too large for one file', () => {
    const values = new Float32Array(2 ** 27);
    const constants = [1, 2, 3, 4].map((n) => {
      return { name: `w${n}`, type: 'float32' as const, shape: [values.length], values };
    });
    const write = () => writeModel({ inputs: [], outputs: [], nodes: [], constants });
    expect(write).toThrow(/has 2147483\d\d\d bytes; an ONNX file holds at most 2147483647/);
  });
});
