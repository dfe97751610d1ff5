import '@tensorflow/tfjs-backend-cpu';
import type { PreparedExample } from '@stackgan/data';
import { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import type { ImageCaption } from './caption-network.js';
import { ImageMap } from './image-map.js';
import { type JointModel, JointTraining } from './joint-training.js';

beforeAll(() => tf.setBackend('cpu'));

const COUNT = 4;
const pairs = Array.from({ length: COUNT }, (_, index): ImageCaption => {
  const example = { index } as PreparedExample;
  return { example, caption: 0 };
});
const oneOf = (indices: number[]): tf.Tensor2D =>
  tf.tensor2d(
    indices.flatMap((index) => pairs.map((_, column) => Number(column === index))),
    [indices.length, COUNT],
  );

/** Captions that are all different, and stay as they are; images are told apart, too. */
const model = (stream: string): JointModel => ({
  captions: {
    ...{ dimension: COUNT, variables: [] },
    read: (captions) => oneOf(captions.map(({ example }) => example.index)),
    apply: (rows) => tf.mul(rows as tf.Tensor2D, 3),
  },
  images: new ImageMap(COUNT, COUNT, new SeededRandom(0).fork(stream)),
});
const features = () => oneOf([0, 1, 2, 3]);

it('trains models side by side as it trains each alone, and keeps no tensors', async () => {
  const before = tf.memory().numTensors;
  const losses: number[][] = [];
  for (const streams of [['a', 'b'], ['a'], ['b']]) {
    const models = streams.map(model);
    const training = new JointTraining(models, 100);
    for (let step = 0; step < 100; step++) losses.push(await training.next(features(), pairs));
    expect(training.step).toBe(100);
    training.dispose();
    for (const { images } of models) images.dispose();
  }
  expect(tf.memory().numTensors).toBe(before);
  for (let step = 0; step < 100; step++) {
    const [a] = losses[100 + step]!;
    const [b] = losses[200 + step]!;
    expect(losses[step]).toEqual([a, b]);
  }
  const [first, last] = [losses[0]!, losses[99]!];
  for (const side of [0, 1]) expect(last[side]).toBeLessThan(first[side]!);
});

it('goes on from its tensors exactly, and refuses those of another training', async () => {
  const [whole, half] = [0, 1].map(() => new JointTraining([model('a')], 6));
  const whatFollows = async (training: JointTraining, count: number) => {
    const losses: number[][] = [];
    for (let i = 0; i < count; i++) losses.push(await training.next(features(), pairs));
    return losses;
  };
  const all = await whatFollows(whole!, 6);
  await whatFollows(half!, 3);
  const resumed = new JointTraining([model('b')], 6);
  const tensors = await half!.tensors();
  resumed.restore(3, tensors);
  expect(await whatFollows(resumed, 3)).toEqual(all.slice(3));
  expect(() => new JointTraining([model('a'), model('b')], 6).restore(3, tensors)).toThrow(
    'weights/002 has shape [none]',
  );
});
