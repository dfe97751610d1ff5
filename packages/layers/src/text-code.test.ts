import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { input, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { normal } from '../test-support/numbers.js';
import {
  createMatchingNetwork,
  FullyConnected,
  readTextCode,
  setTextCode,
  textCodeOf,
} from './index.js';

const embeddings = tf.add(tf.mul(normal<tf.Rank.R2>([50, 6], 1), 3), 2) as tf.Tensor2D;
const matching = createMatchingNetwork({ width: 2, textDim: 6, codeDim: 4, seed: 1 });

/** A network with another one inside it, both of which read codes. */
function nested() {
  const text = input({ shape: [6], name: 'text' });
  const inner = model({ name: 'inner', inputs: text, outputs: readTextCode(text, 4) });
  const outer = input({ shape: [6], name: 'outer' });
  const dense = new FullyConnected({ name: 'dense', units: 2, seed: 1 });
  return model({
    inputs: outer,
    outputs: [
      dense.apply(readTextCode(outer, 4)) as SymbolicTensor,
      inner.apply(outer) as SymbolicTensor,
    ],
  });
}

describe('text codes', () => {
  it('are what the text encoder says, with mean 0 and deviation 1', () => {
    const network = nested();
    const code = textCodeOf(matching, embeddings);
    expect(setTextCode(network, code)).toBe(2);
    const [, codes] = network.predict(embeddings) as [tf.Tensor2D, tf.Tensor2D];
    const { mean, variance } = tf.moments(codes, 0);
    for (const value of mean.dataSync()) expect(value).toBeCloseTo(0, 4);
    for (const value of variance.dataSync()) expect(value).toBeCloseTo(1, 3);
    const encoder = matching.getLayer('text_encoder');
    const raw = encoder.apply(embeddings) as tf.Tensor2D;
    const { mean: center, variance: spread } = tf.moments(raw, 0);
    const expected = tf.div(tf.sub(raw, center), tf.sqrt(spread));
    expect(tf.max(tf.abs(tf.sub(codes, expected))).dataSync()[0]).toBeLessThan(1e-3);
  });

  it('do not train', () => {
    const network = nested();
    expect(network.trainableWeights.map(({ originalName }) => originalName)).toEqual([
      'dense/kernel',
      'dense/bias',
    ]);
    expect(network.weights).toHaveLength(6);
  });

  it('leave the embedding as it is for a size of 0', () => {
    const text = input({ shape: [6] });
    expect(readTextCode(text, 0)).toBe(text);
  });
});
