import '@tensorflow/tfjs-backend-cpu';
import { registerOrtBackend, traced } from '@stackgan/tfjs-backend-ort';
import { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
// Registers the gradients of operations.
import '@tensorflow/tfjs-layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { jointEmbeddingLoss } from './joint-embedding-loss.js';

type Rows = readonly (readonly number[])[];

/** Equations 4 and 5 of the paper, word by word. */
function byLoops(images: Rows, captions: Rows): number {
  const score = (i: number, j: number) =>
    images[i]!.reduce((sum, value, k) => sum + value * captions[j]![k]!, 0);
  const count = images.length;
  let total = 0;
  for (let i = 0; i < count; i++) {
    let ofCaptions = 0;
    let ofImages = 0;
    for (let j = 0; j < count; j++) {
      if (j === i) continue;
      ofCaptions += Math.max(0, 1 + score(i, j) - score(i, i));
      ofImages += Math.max(0, 1 + score(j, i) - score(i, i));
    }
    total += (ofCaptions + ofImages) / (count - 1);
  }
  return total / count;
}

const random = new SeededRandom(0);
const rows = (count: number, width: number): number[][] =>
  Array.from({ length: count }, () => Array.from({ length: width }, () => random.normal()));
const value = (images: Rows, captions: Rows): number =>
  tf
    .tidy(() =>
      jointEmbeddingLoss(tf.tensor2d(images as number[][]), tf.tensor2d(captions as number[][])),
    )
    .dataSync()[0]!;

beforeAll(async () => {
  registerOrtBackend({ threads: 1 });
  await tf.setBackend('cpu');
});

describe('jointEmbeddingLoss', () => {
  it('is that of plain loops', () => {
    for (const [count, width] of [
      [2, 1],
      [3, 5],
      [7, 4],
    ] as const) {
      const [images, captions] = [rows(count, width), rows(count, width)];
      expect(value(images, captions)).toBeCloseTo(byLoops(images, captions), 5);
    }
  });

  it('is 2 for equal rows, and 0 for pairs that stand apart by the margin', () => {
    expect(value(Array(4).fill([1, 2]) as Rows, Array(4).fill([3, 1]) as Rows)).toBe(2);
    const apart = [
      [1, 0],
      [0, 1],
    ];
    expect(value(apart, apart)).toBe(0);
    // A caption that fits all images is too good for the second image, and the only one wrong.
    expect(value(apart, [apart[0]!, [2, 1]])).toBe((0 + 2 + (0 + 2) + 0) / 2);
  });

  it.each(['cpu', 'ort'])('has the gradient of finite differences on %s, traced', async (name) => {
    await tf.setBackend(name);
    const given = [rows(4, 3), rows(4, 3)] as const;
    const step = traced((inputs: { images: tf.Tensor2D; captions: tf.Tensor2D }) => {
      const gradient = tf.grads((images, captions) =>
        jointEmbeddingLoss(images as tf.Tensor2D, captions as tf.Tensor2D),
      );
      const [images, captions] = gradient([inputs.images, inputs.captions]);
      return { images: images!, captions: captions! };
    });
    const inputs = { images: tf.tensor2d(given[0]), captions: tf.tensor2d(given[1]) };
    // The third call is replayed.
    const [, , found] = [step(inputs), step(inputs), step(inputs)];
    for (const [side, name] of (['images', 'captions'] as const).entries()) {
      const gradient = found![name].arraySync() as number[][];
      for (let row = 0; row < 4; row++) {
        for (let column = 0; column < 3; column++) {
          const moved = (by: number) => {
            const copy = given.map((rows) => rows.map((row) => [...row]));
            copy[side]![row]![column]! += by;
            return byLoops(copy[0]!, copy[1]!);
          };
          const slope = (moved(1e-6) - moved(-1e-6)) / 2e-6;
          expect(gradient[row]![column]).toBeCloseTo(slope, 4);
        }
      }
    }
    await tf.setBackend('cpu');
  });

  it('refuses a single pair', () => {
    expect(() => value([[1]], [[1]])).toThrow('1 pair: give two or more');
  });
});
