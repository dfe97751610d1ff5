import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { normal } from '../test-support/numbers.js';
import { attackImages, createMatchingNetwork, matchingLoss, matchingStep } from './index.js';

const SHAPE: [number, number, number, number] = [3, 4, 4, 3];
const lengthsOf = (images: tf.Tensor) => [
  ...tf.sqrt(tf.sum(tf.square(images), [1, 2, 3])).dataSync(),
];

describe('attackImages', () => {
  const [images, slope] = [1, 2].map((seed) => normal<tf.Rank.R4>(SHAPE, seed)) as [
    ...[tf.Tensor4D, tf.Tensor4D],
  ];
  const linear = (x: tf.Tensor4D): tf.Scalar => tf.sum(tf.mul(x, slope));

  it('goes as far up a linear loss as the radius allows, each image by itself', () => {
    const noise = tf.mul<tf.Tensor4D>(slope, 7);
    const attacked = attackImages(images, linear, { noise, radius: 0.5 });
    const each = tf.reshape(tf.tensor1d(lengthsOf(slope)), [3, 1, 1, 1]);
    const expected = tf.add(images, tf.mul(slope, tf.div(0.5, each)));
    expect(tf.max(tf.abs(tf.sub(attacked, expected))).dataSync()[0]).toBeLessThan(1e-5);
  });

  it('starts at half the radius and stays within it, also without a gradient', () => {
    const noise = normal<tf.Rank.R4>(SHAPE, 3);
    for (const length of lengthsOf(
      tf.sub(attackImages(images, linear, { noise, radius: 2 }), images),
    )) {
      expect(length).toBeGreaterThan(1);
      expect(length).toBeLessThan(2 + 1e-5);
    }
    const flat = (x: tf.Tensor4D): tf.Scalar => tf.sum(tf.mul(x, 0));
    for (const length of lengthsOf(
      tf.sub(attackImages(images, flat, { noise, radius: 2 }), images),
    )) {
      expect(length).toBeCloseTo(1, 4);
    }
  });

  it('passes no gradient to the outside', () => {
    const noise = normal<tf.Rank.R4>(SHAPE, 3);
    const through = (x: tf.Tensor): tf.Scalar =>
      tf.sum(attackImages(x as tf.Tensor4D, linear, { noise, radius: 2 }));
    expect([...tf.grad(through)(images).dataSync()].every((value) => value === 1)).toBe(true);
  });
});

describe('matchingStep with an attack', () => {
  const pairs = {
    images: normal<tf.Rank.R4>([3, 32, 32, 3], 1),
    embeddings: normal<tf.Rank.R2>([3, 5], 2),
  };
  const noise = normal<tf.Rank.R4>(pairs.images.shape, 3);
  const create = () => createMatchingNetwork({ width: 2, textDim: 5, codeDim: 4, seed: 1 });
  const weightsOf = (network: LayersModel) =>
    network.getWeights().map((weight) => [...weight.dataSync()]);

  it('is the step on images of higher loss; the search changes no statistics', () => {
    const [network, other] = [create(), create()];
    const [one, two] = [0, 1].map(() => tf.train.adam(0.02, 0.5, 0.999, 1e-8));
    const loss = (images: tf.Tensor4D): tf.Scalar => {
      const codes = other.apply([images, pairs.embeddings], {
        ...{ training: true, updateStatistics: false },
      });
      return matchingLoss(...(codes as [tf.Tensor2D, tf.Tensor2D]), { scale: 20 });
    };
    const images = attackImages(pairs.images, loss, { noise, radius: 6 });
    expect(loss(images).dataSync()[0]).toBeGreaterThan(2 * loss(pairs.images).dataSync()[0]!);

    const before = tf.memory().numTensors;
    const attacked = matchingStep(network, one!, pairs, { noise, radius: 6 });
    const expected = matchingStep(other, two!, { ...pairs, images });
    expect(attacked.dataSync()).toEqual(expected.dataSync());
    expect(weightsOf(network)).toEqual(weightsOf(other));
    // Two losses, and the slots of two optimisers for each weight.
    expect(tf.memory().numTensors - before).toBe(2 + 4 * network.trainableWeights.length);
  });
});
