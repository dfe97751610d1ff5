import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { input, model } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { convBlock } from './conv-block.js';
import { OptionError } from './option-error.js';
import { updateMovingAverage, warmedUpDecay } from './update-moving-average.js';

function network(value: number, filters = 2) {
  const x = input({ shape: [2, 2, 1] });
  const net = model({ inputs: x, outputs: convBlock(x, filters, { name: 'block', seed: 1 }) });
  net.setWeights(net.getWeights().map((weight) => tf.fill(weight.shape, value)));
  return net;
}

describe('updateMovingAverage', () => {
  it('approaches a constant model geometrically, moving statistics included', () => {
    const average = network(0);
    const source = network(1);
    for (let step = 0; step < 5; step++) updateMovingAverage(average, source, 0.9);
    expect(average.getWeights()).toHaveLength(5);
    for (const weight of average.getWeights()) {
      for (const value of weight.dataSync()) expect(value).toBeCloseTo(1 - 0.9 ** 5, 6);
    }
    for (const weight of source.getWeights()) expect(weight.dataSync()[0]).toBe(1);
  });

  it('copies with decay 0, keeps with decay 1, and leaks nothing', () => {
    const average = network(0.1);
    const source = network(0.7);
    const before = tf.memory().numTensors;
    updateMovingAverage(average, source, 1);
    expect(average.getWeights()[0]?.dataSync()[0]).toBeCloseTo(0.1, 7);
    updateMovingAverage(average, source, 0);
    expect(average.getWeights()[0]?.dataSync()).toEqual(source.getWeights()[0]?.dataSync());
    expect(tf.memory().numTensors).toBe(before);
  });

  it('rejects another network and a decay outside [0, 1]', () => {
    expect(() => updateMovingAverage(network(0), network(0), 1.1)).toThrow(OptionError);
    expect(() => updateMovingAverage(network(0), network(0, 3), 0.5)).toThrow(OptionError);
  });
});

describe('warmedUpDecay', () => {
  it('starts at a tenth and ends at the given decay', () => {
    expect(warmedUpDecay(0, 0.999)).toBeCloseTo(0.1, 12);
    expect(warmedUpDecay(8, 0.999)).toBeCloseTo(0.5, 12);
    expect(warmedUpDecay(1e6, 0.999)).toBe(0.999);
  });
});
