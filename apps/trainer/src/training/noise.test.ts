import '@tensorflow/tfjs-backend-cpu';
import { SeededRandom } from '@stackgan/random';
import { expect, it } from 'vitest';
import { drawNoise } from './noise.js';

it('cuts off at ±2 the vectors that ask for it, and no other', () => {
  const { epsilon, latent } = drawNoise(new SeededRandom(1), 20, {
    epsilon: { size: 100, distribution: 'truncated' },
    latent: { size: 100, distribution: 'normal' },
  });
  const largest = (values: ArrayLike<number>) => Math.max(...Array.from(values, Math.abs));
  expect(epsilon.shape).toEqual([20, 100]);
  expect(largest(epsilon.dataSync())).toBeLessThanOrEqual(2);
  expect(largest(latent.dataSync())).toBeGreaterThan(3);
});
