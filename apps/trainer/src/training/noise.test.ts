import '@tensorflow/tfjs-backend-cpu';
import { SeededRandom } from '@stackgan/random';
import { expect, it } from 'vitest';
import { drawNoise } from './noise.js';

it('draws the same beside zeros as beside ε', () => {
  const draw = (distribution: 'normal' | 'none') =>
    drawNoise(new SeededRandom(1), 2, {
      epsilon: { size: 3, distribution },
      latent: { size: 4, distribution: 'normal' },
    });
  const [withNoise, without] = [draw('normal'), draw('none')];
  expect([...without.epsilon.dataSync()]).toEqual([0, 0, 0, 0, 0, 0]);
  expect(withNoise.latent.dataSync()).toEqual(without.latent.dataSync());
});

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
