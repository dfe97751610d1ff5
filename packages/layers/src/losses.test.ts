import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { adversarialLoss } from './adversarial-loss.js';
import { binaryCrossEntropyWithLogits } from './binary-cross-entropy-with-logits.js';
import { matchingAwareLoss } from './matching-aware-loss.js';

const column = (...values: number[]) => tf.tensor2d(values, [values.length, 1]);
const value = (scalar: tf.Tensor | undefined) => scalar?.dataSync()[0] ?? NaN;
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

describe('binaryCrossEntropyWithLogits', () => {
  it('is the mean negative log-likelihood', () => {
    const expected = (label: 0 | 1) =>
      [-2, 0.5, 3].reduce((sum, x) => sum - Math.log(label ? sigmoid(x) : 1 - sigmoid(x)), 0) / 3;
    const logits = column(-2, 0.5, 3);
    expect(value(binaryCrossEntropyWithLogits(logits, 1))).toBeCloseTo(expected(1), 5);
    expect(value(binaryCrossEntropyWithLogits(logits, 0))).toBeCloseTo(expected(0), 5);
  });

  it('stays finite and linear for huge logits', () => {
    expect(value(binaryCrossEntropyWithLogits(column(-1000, 1000), 1))).toBeCloseTo(500, 3);
    const [gradient] = tf.grads((x) => binaryCrossEntropyWithLogits(x as tf.Tensor2D, 1))([
      column(-1000, 1000),
    ]);
    expect([...(gradient as tf.Tensor).dataSync()]).toEqual([-0.5, -0]);
  });

  it('is the weighted sum for a label between, smallest where the sigmoid is the label', () => {
    const logits = column(-2, 0.5, 3);
    const [one, zero] = [1, 0].map((label) => value(binaryCrossEntropyWithLogits(logits, label)));
    const smoothed = value(binaryCrossEntropyWithLogits(logits, 0.9));
    expect(smoothed).toBeCloseTo(0.9 * (one ?? NaN) + 0.1 * (zero ?? NaN), 5);
    const slope = tf.grad((x) => binaryCrossEntropyWithLogits(x as tf.Tensor2D, 0.9));
    expect(value(slope(column(Math.log(9))))).toBeCloseTo(0, 6);
  });

  it('averages over the weighted logits, and is 0 if all weights are 0', () => {
    const logits = column(1, 100, 3);
    const weighted = binaryCrossEntropyWithLogits(logits, 0, column(1, 0, 1));
    expect(value(weighted)).toBeCloseTo(value(binaryCrossEntropyWithLogits(column(1, 3), 0)), 5);
    expect(value(binaryCrossEntropyWithLogits(logits, 0, column(0, 0, 0)))).toBe(0);
  });
});

describe('matchingAwareLoss', () => {
  const [a, b, c, d, e] = [column(0.3), column(-0.7), column(1.1), column(0.2), column(2)] as const;
  const bce = (x: tf.Tensor2D, label: 0 | 1) => value(binaryCrossEntropyWithLogits(x, label));

  it('is matched + (mismatched + generated) / 2', () => {
    const losses = matchingAwareLoss({ matched: a, mismatched: b, generated: c });
    expect(value(losses.loss)).toBeCloseTo(bce(a, 1) + (bce(b, 0) + bce(c, 0)) / 2, 5);
    expect(value(losses.matched)).toBeCloseTo(bce(a, 1), 6);
    expect(value(losses.mismatched)).toBeCloseTo(bce(b, 0), 6);
    expect(value(losses.generated)).toBeCloseTo(bce(c, 0), 6);
  });

  it('weighs unconditional logits in halves and thirds', () => {
    const losses = matchingAwareLoss({
      matched: a,
      mismatched: b,
      generated: c,
      unconditional: { matched: d, generated: e },
    });
    const expected = (bce(a, 1) + bce(d, 1)) / 2 + (bce(b, 0) + bce(c, 0) + bce(e, 0)) / 3;
    expect(value(losses.loss)).toBeCloseTo(expected, 5);
    expect(value(losses.unconditionalMatched)).toBeCloseTo(bce(d, 1), 6);
    expect(value(losses.unconditionalGenerated)).toBeCloseTo(bce(e, 0), 6);
  });

  it('smooths only the label of real pairs', () => {
    const logits = {
      matched: a,
      mismatched: b,
      generated: c,
      unconditional: { matched: d, generated: e },
    };
    const losses = matchingAwareLoss(logits, { realLabel: 0.9 });
    const real = (x: tf.Tensor2D) => 0.9 * bce(x, 1) + 0.1 * bce(x, 0);
    const expected = (real(a) + real(d)) / 2 + (bce(b, 0) + bce(c, 0) + bce(e, 0)) / 3;
    expect(value(losses.loss)).toBeCloseTo(expected, 5);
  });

  it('is 2 ln 2 for logits of 0', () => {
    const zero = column(0, 0);
    const plain = matchingAwareLoss({ matched: zero, mismatched: zero, generated: zero });
    expect(value(plain.loss)).toBeCloseTo(2 * Math.LN2, 6);
  });
});

describe('adversarialLoss', () => {
  it('is -log D, summed over both heads', () => {
    expect(value(adversarialLoss(column(0.4)))).toBeCloseTo(-Math.log(sigmoid(0.4)), 6);
    const both = adversarialLoss(column(0.4), column(-1));
    expect(value(both)).toBeCloseTo(-Math.log(sigmoid(0.4)) - Math.log(sigmoid(-1)), 5);
  });
});
