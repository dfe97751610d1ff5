import { SeededRandom } from '@stackgan/random';
import { createStage1Generator } from '@stackgan/stage1';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import type { ConditionNoise } from './condition-noise.js';
import { createStage2Generator } from '../networks/create-stage2-generator.js';
import { noiseVectors } from './noise-vectors.js';
import { fillNoise, seededNoise } from './seeded-noise.js';

const sizes = { gf: 4, textDim: 2, conditionDim: 200 };
const stage1 = createStage1Generator({ ...sizes, latentDim: 200 });
const stage2 = createStage2Generator({ ...sizes, imageSize: 128, residualBlocks: 0 });

/** The numbers of a seed, in so many words. */
const numbers = (stream: string, noise: ConditionNoise, length: number) => {
  const random = new SeededRandom(5).fork(stream);
  const values = new Float32Array(length);
  if (noise === 'none') return values;
  return noise === 'normal' ? random.fillNormal(values) : random.fillTruncatedNormal(values);
};

describe('seededNoise', () => {
  it.each([
    ['normal', 'normal'],
    ['truncated', 'truncated'],
    ['none', 'none'],
    ['none', 'truncated'],
  ] as const)('draws ε of Stage-I %s, of Stage-II %s, and z always', (first, second) => {
    const noise = { stage1: first, stage2: second };
    const vectors = noiseVectors({ stage1, stage2 }, noise);
    const drawn = seededNoise(vectors, 5);
    expect(drawn).toEqual({
      stage1Epsilon: numbers('stage1 epsilon', first, 200),
      latent: numbers('stage1 latent', 'normal', 200),
      stage2Epsilon: numbers('stage2 epsilon', second, 200),
    });
    // Stage-I alone draws the same sketch; more rows go on where one ends; the mean has no ε.
    const { stage1Epsilon, latent } = drawn;
    expect(seededNoise(noiseVectors({ stage1 }, noise), 5)).toEqual({ stage1Epsilon, latent });
    expect(seededNoise(vectors, 5, { rows: 3 }).stage2Epsilon).toEqual(
      numbers('stage2 epsilon', second, 600),
    );
    expect(seededNoise(vectors, 5, { meanOnly: true })).toEqual({
      ...{ stage1Epsilon: new Float32Array(200), stage2Epsilon: new Float32Array(200) },
      latent,
    });
  });
});

it('fillNoise leaves the source where N(0, 1) leaves it, with ε and without', () => {
  const [drawn, without] = [new SeededRandom(1), new SeededRandom(1)];
  fillNoise(new Float32Array(3), 'normal', drawn);
  expect([...fillNoise(new Float32Array(3).fill(9), 'none', without)]).toEqual([0, 0, 0]);
  expect(without.getState()).toEqual(drawn.getState());
});
