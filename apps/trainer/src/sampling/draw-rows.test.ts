import { createStage1Generator } from '@stackgan/stage1';
import { createStage2Generator, seededNoise, StackGAN } from '@stackgan/stage2';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { withContrast } from '../../../../tools/browser/with-contrast.js';
import { readPictures } from '../pictures/picture.js';
import { quietContext, tinyEncoder } from '../testing/tiny.js';
import { drawRows } from './draw-rows.js';
import { drawStage1 } from './draw-stage1.js';
import { type Drawer, stage1Drawer, stage2Drawer } from './drawer.js';

beforeAll(() => tf.setBackend('cpu'));

it.each([
  ['normal', 'normal'],
  ['truncated', 'truncated'],
  ['none', 'none'],
  ['none', 'normal'],
] as const)(
  'draws with seeded noise what the sampler draws: of both stages, ε %s and %s, in batches of any size',
  async (noise, stage2Noise) => {
    const sizes = { gf: 2, textDim: 4, conditionDim: 3 };
    const stage1 = withContrast(createStage1Generator({ ...sizes, latentDim: 2, seed: 1 }));
    const stage2 = withContrast(
      createStage2Generator({ ...sizes, imageSize: 128, residualBlocks: 1, seed: 1 }),
    );
    const conditionNoise = { stage1: noise, stage2: stage2Noise };
    const pipeline = new StackGAN({ stage1, stage2, encoder: tinyEncoder, conditionNoise });
    const drawers: [
      drawer: Drawer,
      draw: (seed: number, meanOnly: boolean) => Promise<tf.Tensor4D>,
    ][] = [
      [
        stage1Drawer(stage1, noise),
        (seed, meanOnly) =>
          drawStage1(stage1, tinyEncoder, 'a cat', { seed, meanOnly, conditionNoise: noise }),
      ],
      [
        stage2Drawer(stage2, stage1, conditionNoise),
        async (seed, meanOnly) => (await pipeline.generate('a cat', { seed, meanOnly })).images,
      ],
    ];
    const embedding = await tinyEncoder.embed(['a cat']);
    const { signal } = quietContext();
    // 17 rows: a whole batch, and one of a single picture.
    const seeds = Array.from({ length: 17 }, (_, seed) => seed);
    for (const [drawer, draw] of drawers) {
      for (const meanOnly of [false, true]) {
        const rows = seeds.map((seed) => ({
          embedding,
          noise: seededNoise(drawer.noiseVectors, seed, { meanOnly }),
        }));
        const done: number[] = [];
        const onProgress = (count: number) => void done.push(count);
        const drawn = await drawRows({ path: 'run', drawer }, rows, { signal, onProgress });
        expect(drawn).toHaveLength(17);
        expect(done).toEqual([16, 17]);
        for (const seed of [0, 16]) {
          const [expected] = await readPictures(await draw(seed, meanOnly));
          expect(largestDifference(drawn[seed]!.data, expected!.data)).toBeLessThanOrEqual(1);
        }
        expect(largestDifference(drawn[0]!.data, drawn[16]!.data)).toBeGreaterThan(20);
      }
    }
    const broken: Drawer = { ...drawers[0]![0], draw: () => [tf.fill([1, 64, 64, 3], NaN)] };
    const rows = [{ embedding, noise: seededNoise(broken.noiseVectors, 0) }];
    await expect(
      drawRows({ path: 'run', drawer: broken }, rows, { signal, onProgress: () => undefined }),
    ).rejects.toThrow(/run draws NaN; it is damaged/);
  },
);

const largestDifference = (a: Uint8Array, b: Uint8Array): number =>
  a.reduce((most, value, index) => Math.max(most, Math.abs(value - b[index]!)), 0);
