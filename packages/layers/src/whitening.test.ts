import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { normal } from '../test-support/numbers.js';
import { whitening } from './index.js';

const apply = (x: tf.Tensor2D): tf.Tensor2D => {
  const { kernel, bias } = whitening(x);
  return tf.add(tf.matMul(x, kernel), bias);
};
const covariance = (x: tf.Tensor2D): number[][] => {
  const centered = tf.sub<tf.Tensor2D>(x, tf.mean(x, 0));
  return tf.div<tf.Tensor2D>(tf.matMul(centered, centered, true, false), x.shape[0]).arraySync();
};

describe('whitening', () => {
  it('gives correlated numbers of small variance mean 0 and covariance I', () => {
    const mixing = tf.add<tf.Tensor2D>(tf.eye(5), tf.mul(normal<tf.Rank.R2>([5, 5], 2), 0.3));
    const mixed = tf.matMul(normal<tf.Rank.R2>([400, 5], 1), mixing);
    const white = apply(tf.add(tf.mul(mixed, 0.04), 0.3));
    for (const mean of tf.mean(white, 0).dataSync()) expect(mean).toBeCloseTo(0, 4);
    covariance(white).forEach((row, i) =>
      row.forEach((value, j) => expect(Math.abs(value - Number(i === j))).toBeLessThan(0.1)),
    );
  });

  it('has a ridge: without covariances, variance v becomes v / (v + 0.01 of the mean)', () => {
    // Corners of a box: variances 4, 1 and 1e-4, no covariance, exactly.
    const corners = [-1, 1].flatMap((a) =>
      [-1, 1].flatMap((b) => [-1, 1].map((c) => [2 * a, b, 0.01 * c])),
    );
    const ridge = (0.01 * (4 + 1 + 1e-4)) / 3;
    const found = covariance(apply(tf.tensor2d(corners)));
    [4, 1, 1e-4].forEach((v, i) => expect(found[i]![i]).toBeCloseTo(v / (v + ridge), 4));
  });

  it('is finite for fewer rows than columns, and for equal rows', () => {
    for (const rows of [normal<tf.Rank.R2>([3, 8], 1), tf.ones<tf.Rank.R2>([4, 8])]) {
      expect([...apply(rows).dataSync()].every(Number.isFinite)).toBe(true);
    }
    expect(tf.max(tf.abs(apply(tf.ones<tf.Rank.R2>([4, 8])))).dataSync()[0]).toBeLessThan(1e-3);
  });

  it('leaves no tensor behind but its two', () => {
    const rows = normal<tf.Rank.R2>([9, 4], 1);
    const before = tf.memory().numTensors;
    whitening(rows);
    expect(tf.memory().numTensors - before).toBe(2);
  });
});
