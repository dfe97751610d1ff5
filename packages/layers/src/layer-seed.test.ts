import { describe, expect, it } from 'vitest';
import { layerSeed } from './layer-seed.js';

describe('layerSeed', () => {
  it('is a positive integer that differs between layers and networks', () => {
    const names = Array.from({ length: 200 }, (_, index) => `layer${index}`);
    const seeds = [0, 1, 2].flatMap((seed) => names.map((name) => layerSeed(seed, name)));
    expect(new Set(seeds).size).toBe(600);
    expect(seeds.every((seed) => Number.isInteger(seed) && seed > 0)).toBe(true);
    expect(layerSeed(1, 'layer0')).toBe(seeds[200]);
  });
});
