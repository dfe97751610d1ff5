import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { input, model, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { normal } from '../test-support/numbers.js';
import { bottleneckBlock } from './bottleneck-block.js';
import { convBlock } from './conv-block.js';
import { downBlock } from './down-block.js';
import { jointBlock } from './joint-block.js';
import { residualBlock } from './residual-block.js';
import { upBlock } from './up-block.js';

const BLOCK = { name: 'block', seed: 1 };

function network(block: (x: SymbolicTensor) => SymbolicTensor): LayersModel {
  const x = input({ shape: [4, 4, 6] });
  return model({ inputs: x, outputs: block(x) });
}

function trainable(network: LayersModel): number {
  return network.trainableWeights.reduce(
    (sum, { shape }) => sum + tf.util.sizeFromShape(shape as number[]),
    0,
  );
}

describe('blocks', () => {
  it('bottleneckBlock narrows to a quarter inside, and adds what came in', () => {
    const options = { ...BLOCK, activation: 'relu' } as const;
    const net = network((x) => bottleneckBlock(convBlock(x, 8, { ...BLOCK, name: 'in' }), options));
    expect(net.outputs[0]?.shape).toEqual([null, 4, 4, 8]);
    const block = 8 * 2 + 9 * 2 * 2 + 9 * 2 * 8 + 2 * (2 + 2 + 8);
    expect(trainable(net)).toBe(9 * 6 * 8 + 2 * 8 + block);
    // With a branch that is all zeros, ReLU of what came in remains, which is ReLU's output
    // already.
    const branch = net.getLayer('block_3_norm');
    branch.setWeights(branch.getWeights().map((weight) => tf.zerosLike(weight)));
    const x = normal([2, 4, 4, 6], 1);
    const inner = model({
      inputs: net.inputs,
      outputs: net.getLayer('in_relu').output as SymbolicTensor,
    });
    expect([...(net.apply(x) as tf.Tensor).dataSync()]).toEqual([
      ...(inner.apply(x) as tf.Tensor).dataSync(),
    ]);
    expect(() => network((x) => bottleneckBlock(x, options))).toThrow('is 6: give a multiple of 4');
  });

  it('upBlock doubles the image', () => {
    const net = network((x) => upBlock(x, 5, BLOCK));
    expect(net.outputs[0]?.shape).toEqual([null, 8, 8, 5]);
    expect(trainable(net)).toBe(3 * 3 * 6 * 5 + 2 * 5);
    const y = net.apply(normal([2, 4, 4, 6], 1), { training: true }) as tf.Tensor;
    expect(y.shape).toEqual([2, 8, 8, 5]);
    expect(Math.min(...y.dataSync())).toBe(0);
  });

  it('downBlock halves the image and keeps a fifth of what is negative', () => {
    const net = network((x) => downBlock(x, 5, { ...BLOCK, batchNormalization: false }));
    expect(net.outputs[0]?.shape).toEqual([null, 2, 2, 5]);
    expect(trainable(net)).toBe(4 * 4 * 6 * 5);
    expect(trainable(network((x) => downBlock(x, 5, BLOCK)))).toBe(4 * 4 * 6 * 5 + 2 * 5);
    const x = normal([2, 4, 4, 6], 1);
    const kernel = net.trainableWeights[0]?.read() as tf.Tensor4D;
    const linear = tf.conv2d(x as tf.Tensor4D, kernel, 2, 'same').dataSync();
    const expected = linear.map((value) => (value < 0 ? 0.2 * value : value));
    const y = (net.apply(x) as tf.Tensor).dataSync();
    y.forEach((value, index) => expect(value).toBeCloseTo(expected[index] ?? NaN, 6));
  });

  it('residualBlock keeps the shape, and is ReLU where its branch is zero', () => {
    const net = network((x) => residualBlock(x, BLOCK));
    expect(trainable(net)).toBe(2 * (3 * 3 * 6 * 6 + 2 * 6));
    const x = normal([1, 4, 4, 6], 2);
    net.setWeights(net.getWeights().map((weight) => tf.zerosLike(weight)));
    expect((net.apply(x) as tf.Tensor).dataSync()).toEqual(tf.relu(x).dataSync());
  });

  it('jointBlock joins a text vector', () => {
    const text = input({ shape: [3] });
    const x = input({ shape: [4, 4, 6] });
    const y = jointBlock(x, text, 5, { ...BLOCK, kernelSize: 3 });
    expect(y.shape).toEqual([null, 4, 4, 5]);
    expect(trainable(model({ inputs: [x, text], outputs: y }))).toBe(3 * 3 * 9 * 5 + 2 * 5);
  });

  it('convBlock keeps the size', () => {
    const net = network((x) => convBlock(x, 5, { ...BLOCK, kernelSize: 1 }));
    expect(net.outputs[0]?.shape).toEqual([null, 4, 4, 5]);
    expect(trainable(net)).toBe(6 * 5 + 2 * 5);
  });

  it('has initial weights from N(0, 0.02), equal for equal seeds alone', () => {
    const kernelOf = (seed: number) => {
      const net = network((x) => convBlock(x, 40, { name: 'block', seed }));
      return net.trainableWeights[0]?.read() as tf.Tensor;
    };
    const values = kernelOf(1);
    expect(kernelOf(1).dataSync()).toEqual(values.dataSync());
    expect(kernelOf(2).dataSync()).not.toEqual(values.dataSync());
    const { mean, variance } = tf.moments(values);
    expect(mean.dataSync()[0]).toBeCloseTo(0, 2);
    expect(Math.sqrt(variance.dataSync()[0] ?? NaN)).toBeCloseTo(0.02, 3);
  });
});
