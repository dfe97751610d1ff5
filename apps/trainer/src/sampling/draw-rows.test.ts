import { createStage1Generator } from '@stackgan/stage1';
import { type Cascade, createStage2Generator, seededNoise, StackGAN } from '@stackgan/stage2';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, it } from 'vitest';
import { withContrast } from '../testing/with-contrast.js';
import { quietContext, tinyEncoder } from '../testing/tiny.js';
import { drawRows } from './draw-rows.js';
import { tracedCascade } from './traced-cascade.js';

beforeAll(() => tf.setBackend('cpu'));

it.each([
  ['normal', 'normal'],
  ['truncated', 'truncated'],
  ['none', 'none'],
  ['none', 'normal'],
] as const)(
  'draws with seeded noise what a StackGAN draws: of both stages, ε %s and %s, in batches of any size',
  async (noise, stage2Noise) => {
    const sizes = { gf: 2, textDim: 4, conditionDim: 3 };
    const stage1 = withContrast(createStage1Generator({ ...sizes, latentDim: 2, seed: 1 }));
    const stage2 = withContrast(
      createStage2Generator({ ...sizes, imageSize: 128, residualBlocks: 1, seed: 1 }),
    );
    const conditionNoise = { stage1: noise, stage2: stage2Noise };
    const cascades = [{ stage1 }, { stage1, stage2 }].map((generators) => ({
      cascade: tracedCascade({ ...generators, conditionNoise }),
      stackgan: new StackGAN({ ...generators, encoder: tinyEncoder, conditionNoise }),
    }));
    const embedding = await tinyEncoder.embed(['a cat']);
    const { signal } = quietContext();
    // 17 rows: a whole batch, and one of a single image.
    const seeds = Array.from({ length: 17 }, (_, seed) => seed);
    for (const { cascade, stackgan } of cascades) {
      for (const meanOnly of [false, true]) {
        const rows = seeds.map((seed) => ({
          embedding,
          noise: seededNoise(cascade.noiseVectors, seed, { meanOnly }),
        }));
        const done: number[] = [];
        const onProgress = (count: number) => void done.push(count);
        const drawn = await drawRows({ path: 'run', cascade }, rows, { signal, onProgress });
        expect(drawn).toHaveLength(17);
        expect(done).toEqual(seeds.map((seed) => seed + 1));
        for (const seed of [0, 16]) {
          const { data } = await stackgan.generate('a cat', { seed, meanOnly });
          expect(largestDifference(drawn[seed]!.data, data)).toBeLessThanOrEqual(1);
        }
        expect(largestDifference(drawn[0]!.data, drawn[16]!.data)).toBeGreaterThan(20);
      }
    }
    const broken: Cascade = {
      ...cascades[0]!.cascade,
      stages: [() => tf.fill([1, 64, 64, 3], NaN)],
    };
    const rows = [{ embedding, noise: seededNoise(broken.noiseVectors, 0) }];
    await expect(
      drawRows({ path: 'run', cascade: broken }, rows, { signal, onProgress: () => undefined }),
    ).rejects.toThrow(/run draws NaN; it is damaged/);
  },
);

const largestDifference = (a: Uint8Array, b: Uint8Array | Uint8ClampedArray): number =>
  a.reduce((most, value, index) => Math.max(most, Math.abs(value - b[index]!)), 0);
