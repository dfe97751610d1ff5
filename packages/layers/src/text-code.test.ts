import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { input, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { normal } from '../test-support/numbers.js';
import {
  createMatchingNetwork,
  FullyConnected,
  setTextCode,
  textCodeOf,
  whitening,
} from './index.js';
import { readTextCode } from './text-code.js';

const embeddings = tf.add(tf.mul(normal<tf.Rank.R2>([50, 6], 1), 3), 2) as tf.Tensor2D;
const matching = createMatchingNetwork({ width: 2, textDim: 6, codeDim: 4, seed: 1 });
setTextCode(matching, whitening(embeddings));

/** A network with another one inside it, both of which read codes. */
function nested() {
  const text = input({ shape: [6], name: 'text' });
  const inner = model({ name: 'inner', inputs: text, outputs: readTextCode(text, 10) });
  const outer = input({ shape: [6], name: 'outer' });
  const dense = new FullyConnected({ name: 'dense', units: 2, seed: 1 });
  return model({
    inputs: outer,
    outputs: [
      dense.apply(readTextCode(outer, 10)) as SymbolicTensor,
      inner.apply(outer) as SymbolicTensor,
    ],
  });
}

describe('text codes', () => {
  it('are the caption code, scaled to variance 1, and the whitened embedding', () => {
    const network = nested();
    expect(setTextCode(network, textCodeOf(matching))).toBe(2);
    const [, codes] = network.predict(embeddings) as [tf.Tensor2D, tf.Tensor2D];
    const encoder = matching.getLayer('text_encoder');
    const said = encoder.apply(embeddings) as tf.Tensor2D;
    const { mean, variance } = tf.moments(said, 0);
    const { kernel, bias } = whitening(embeddings);
    const expected = tf.concat(
      [
        tf.div(tf.sub(said, mean), tf.sqrt(variance)),
        tf.add(tf.matMul(embeddings, kernel), bias),
      ] as tf.Tensor2D[],
      1,
    );
    // The ridge makes variances a little less than 1.
    expect(tf.max(tf.abs(tf.sub(codes, expected))).dataSync()[0]).toBeLessThan(0.1);
    const whitened = tf.slice(tf.sub(codes, expected), [0, 4]);
    expect(tf.max(tf.abs(whitened)).dataSync()[0]).toBeLessThan(1e-4);
  });

  it('do not train', () => {
    const network = nested();
    expect(network.trainableWeights.map(({ originalName }) => originalName)).toEqual([
      'dense/kernel',
      'dense/bias',
    ]);
    expect(network.weights).toHaveLength(6);
  });

  it('are the embedding itself for a size of 0', () => {
    const text = input({ shape: [6] });
    expect(readTextCode(text, 0)).toBe(text);
  });
});
