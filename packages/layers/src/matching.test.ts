import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { train } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { finiteDifferenceError, normal } from '../test-support/numbers.js';
import {
  createMatchingNetwork,
  encodeImages,
  matchingCaptionStep,
  matchingLoss,
  matchingStep,
  scoreMatching,
} from './index.js';

const value = (scalar: tf.Scalar) => scalar.dataSync()[0]!;

describe('matchingLoss', () => {
  it('is log N for codes without information, near 0 if each fits only its own caption', () => {
    const same = tf.ones<tf.Rank.R2>([4, 3]);
    expect(value(matchingLoss(same, same))).toBeCloseTo(Math.log(4), 5);
    const own = tf.mul<tf.Tensor2D>(tf.eye(4), 5);
    // Cosines 1 and 0: -log(e^10 / (e^10 + 3)).
    expect(value(matchingLoss(own, own))).toBeCloseTo(Math.log(1 + 3 * Math.exp(-10)), 6);
  });

  it('follows its formula, in which lengths of codes do not matter', () => {
    const [images, captions] = [1, 2].map((seed) => normal<tf.Rank.R2>([3, 2], seed)) as [
      ...[tf.Tensor2D, tf.Tensor2D],
    ];
    const rows = (x: tf.Tensor2D) => x.arraySync();
    const cosine = (a: number[], b: number[]) =>
      (a[0]! * b[0]! + a[1]! * b[1]!) / (Math.hypot(...a) * Math.hypot(...b));
    const logits = rows(images).map((a) => rows(captions).map((b) => 7 * cosine(a, b)));
    const picked = (row: number[], own: number) =>
      -row[own]! + Math.log(row.reduce((sum, each) => sum + Math.exp(each), 0));
    const expected = [0, 1, 2].map(
      (i) =>
        (picked(logits[i]!, i) +
          picked(
            logits.map((row) => row[i]!),
            i,
          )) /
        6,
    );
    const loss = matchingLoss(tf.mul(images, 3), captions, { scale: 7 });
    expect(value(loss)).toBeCloseTo(
      expected.reduce((a, b) => a + b),
      4,
    );
  });

  it('has other captions and `others` as negatives, but not those of the same image', () => {
    // Two images, two captions each (0 and 2, 1 and 3), and three further captions.
    const [images, captions, others] = [2, 4, 3].map((rows, seed) =>
      normal<tf.Rank.R2>([rows, 3], seed + 1),
    ) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
    const weight = (image: number, codes: tf.Tensor2D, row: number) => {
      const [a, b] = [images.arraySync()[image]!, codes.arraySync()[row]!];
      const dot = a.reduce((sum, each, i) => sum + each * b[i]!, 0);
      return Math.exp((5 * dot) / (Math.hypot(...a) * Math.hypot(...b)));
    };
    let expected = 0;
    for (const caption of [0, 1, 2, 3]) {
      const image = caption % 2;
      const own = weight(image, captions, caption);
      const wrong = [0, 1, 2, 3].filter((other) => other % 2 !== image);
      const against = [
        ...wrong.map((other) => weight(image, captions, other)),
        ...[0, 1, 2].map((other) => weight(image, others, other)),
      ];
      expected -= Math.log(own / against.reduce((a, b) => a + b, own)) / 8;
      expected -= Math.log(own / (own + weight(1 - image, captions, caption))) / 8;
    }
    expect(value(matchingLoss(images, captions, { scale: 5, others }))).toBeCloseTo(expected, 5);
  });

  it('leaves out captions of other images of the same class', () => {
    const codes = tf.tensor2d([
      [1, 0],
      [1, 0],
      [0, 1],
    ]);
    const classes = tf.tensor1d([5, 5, 6], 'int32');
    expect(value(matchingLoss(codes, codes))).toBeGreaterThan(0.4);
    expect(value(matchingLoss(codes, codes, { classes }))).toBeLessThan(1e-3);
  });

  it('has the gradient of finite differences', () => {
    const [images, captions] = [1, 2].map((seed) => normal<tf.Rank.R2>([3, 2], seed)) as [
      ...[tf.Tensor2D, tf.Tensor2D],
    ];
    const options = { scale: 3, others: normal<tf.Rank.R2>([4, 2], 3) };
    const loss = (x: tf.Tensor) => matchingLoss(x as tf.Tensor2D, captions, options);
    expect(finiteDifferenceError(loss, images, tf.grad(loss)(images))).toBeLessThan(1e-2);
  });
});

describe('createMatchingNetwork', () => {
  it('learns which caption fits; scoring changes no weight, and averages large images', () => {
    const network = createMatchingNetwork({ width: 2, textDim: 3, codeDim: 4, seed: 1 });
    const colours = tf.eye(3);
    const images = tf.tile(tf.reshape(colours, [3, 1, 1, 3]), [1, 64, 64, 1]) as tf.Tensor4D;
    const pairs = { images, embeddings: colours as tf.Tensor2D };
    const optimizer = train.adam(0.02, 0.5, 0.999, 1e-8);
    const before = tf.memory().numTensors;
    const losses = Array.from({ length: 12 }, () => {
      const loss = matchingStep(network, optimizer, pairs);
      const number = value(loss);
      loss.dispose();
      return number;
    });
    expect(tf.memory().numTensors - before).toBe(2 * network.trainableWeights.length);
    expect(losses[0]).toBeGreaterThan(0.5);
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 3);

    const weights = () => network.getWeights().map((weight) => [...weight.dataSync()]);
    const kept = weights();
    const large = tf.tile(tf.reshape(colours, [3, 1, 1, 3]), [1, 128, 128, 1]) as tf.Tensor4D;
    const [small, averaged] = [
      scoreMatching(network, pairs),
      scoreMatching(network, { ...pairs, images: large }),
    ];
    expect(value(averaged)).toBeCloseTo(value(small), 5);
    expect(weights()).toEqual(kept);
  });

  it('learns captions from codes of images, and changes only the caption encoder', () => {
    const network = createMatchingNetwork({ width: 2, textDim: 5, codeDim: 4, seed: 1 });
    const images = normal<tf.Rank.R4>([5, 64, 64, 3], 1);
    const codes = encodeImages(network, images);
    const pairs = { codes, embeddings: tf.eye(5) as tf.Tensor2D };
    const optimizer = train.adam(0.05, 0.5, 0.999, 1e-8);
    const ofImages = () =>
      network
        .getLayer('image_encoder')
        .getWeights()
        .map((weight) => [...weight.dataSync()]);
    const before = ofImages();
    const first = value(matchingCaptionStep(network, optimizer, pairs));
    let last = first;
    for (let step = 0; step < 30; step++) {
      last = value(matchingCaptionStep(network, optimizer, pairs));
    }
    expect(last).toBeLessThan(first / 2);
    expect(ofImages()).toEqual(before);
    // The same pairs, scored by the whole network.
    expect(value(scoreMatching(network, { images, embeddings: pairs.embeddings }))).toBeLessThan(
      first / 2,
    );
  });
});
