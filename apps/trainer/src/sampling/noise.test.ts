import '@tensorflow/tfjs-backend-cpu';
import { SeededRandom } from '@stackgan/random';
import type { ConditionNoise, NoiseVectors } from '@stackgan/stage2';
import { expect, it } from 'vitest';
import { drawNoise } from './noise.js';

const vectors = (size: number, distribution: ConditionNoise, latentDim: number): NoiseVectors => ({
  stage1Epsilon: { size, distribution, stream: 'stage1 epsilon' },
  latent: { size: latentDim, distribution: 'normal', stream: 'stage1 latent' },
});

it('draws the same beside zeros as beside ε', () => {
  const draw = (distribution: 'normal' | 'none') =>
    drawNoise(new SeededRandom(1), 2, vectors(3, distribution, 4));
  const [withNoise, without] = [draw('normal'), draw('none')];
  expect([...without.stage1Epsilon.dataSync()]).toEqual([0, 0, 0, 0, 0, 0]);
  expect(withNoise.latent.dataSync()).toEqual(without.latent.dataSync());
});

it('cuts off at ±2 the vectors that ask for it, and no other', () => {
  const { stage1Epsilon: epsilon, latent } = drawNoise(
    new SeededRandom(1),
    20,
    vectors(100, 'truncated', 100),
  );
  const largest = (values: ArrayLike<number>) => Math.max(...Array.from(values, Math.abs));
  expect(epsilon.shape).toEqual([20, 100]);
  expect(largest(epsilon.dataSync())).toBeLessThanOrEqual(2);
  expect(largest(latent.dataSync())).toBeGreaterThan(3);
});
