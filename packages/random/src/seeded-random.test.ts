import { describe, expect, it } from 'vitest';

import { RandomError } from './errors.js';
import { SeededRandom } from './seeded-random.js';

const draw = (random: SeededRandom, n: number): number[] =>
  Array.from({ length: n }, () => random.uniform());

describe('SeededRandom', () => {
  it('repeats for one seed and differs between neighbouring seeds', () => {
    expect(draw(new SeededRandom(5), 20)).toEqual(draw(new SeededRandom(5), 20));
    const firsts = Array.from({ length: 500 }, (_, seed) => new SeededRandom(seed).uniform());
    expect(new Set(firsts).size).toBe(500);
    // Unrelated first draws: their mean and lag-one correlation are those of uniform numbers.
    const mean = firsts.reduce((sum, value) => sum + value, 0) / 500;
    expect(Math.abs(mean - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / 500));
    let correlation = 0;
    for (let i = 1; i < 500; i++) correlation += (firsts[i]! - 0.5) * (firsts[i - 1]! - 0.5) * 12;
    expect(Math.abs(correlation / 499)).toBeLessThan(4 / Math.sqrt(499));
  });

  it('keeps more than 32 bits of the seed', () => {
    expect(new SeededRandom(2 ** 32 + 1).uniform()).not.toBe(new SeededRandom(1).uniform());
    expect(new SeededRandom(-1).uniform()).not.toBe(new SeededRandom(2 ** 32 - 1).uniform());
  });

  it('draws integers evenly within the bound', () => {
    const random = new SeededRandom(1);
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 70_000; i++) {
      const value = random.integer(7);
      counts[value] = counts[value]! + 1;
    }
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(22.5); // 6 degrees of freedom, p = 0.001
  });

  it('has the first four moments of a standard normal', () => {
    const values = new SeededRandom(2).fillNormal(new Float32Array(200_000));
    const moment = (k: number): number => values.reduce((sum, v) => sum + v ** k, 0) / 200_000;
    expect(moment(1)).toBeCloseTo(0, 1.9);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.015);
    expect(Math.abs(moment(3))).toBeLessThan(0.04);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.12);
  });

  it('resumes exactly through JSON, with and without a spare normal', () => {
    for (const drawn of [0, 1, 2, 7]) {
      const random = new SeededRandom(3);
      for (let i = 0; i < drawn; i++) random.normal();
      const resumed = SeededRandom.fromState(JSON.parse(JSON.stringify(random.getState())));
      expect(resumed.fillNormal(new Float32Array(9))).toEqual(
        random.fillNormal(new Float32Array(9)),
      );
      expect(resumed.shuffle([...'abcdefgh'])).toEqual(random.shuffle([...'abcdefgh']));
      expect(resumed.getState()).toEqual(random.getState());
    }
  });

  it('shuffles to every permutation about equally often', () => {
    const random = new SeededRandom(4);
    const counts = new Map<string, number>();
    for (let i = 0; i < 12_000; i++) {
      const order = random.shuffle(['a', 'b', 'c']).join('');
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 2000)).toBeLessThan(200);
  });

  it('draws truncated normal numbers with the moments of that distribution', () => {
    const n = 60_000;
    const values = new SeededRandom(3).fillTruncatedNormal(new Float32Array(n));
    expect(values.every((x) => Math.abs(x) <= 2)).toBe(true);
    const moment = (k: number) => values.reduce((sum, x) => sum + x ** k, 0) / n;
    // With c = 2 phi(2) / (2 Phi(2) - 1): variance 1 - 2c, fourth moment 3 - 14c.
    const c = (2 * 0.05399097) / 0.9544997;
    expect(Math.abs(moment(1))).toBeLessThan(0.015);
    expect(Math.abs(moment(2) - (1 - 2 * c))).toBeLessThan(0.02);
    expect(Math.abs(moment(4) - (3 - 14 * c))).toBeLessThan(0.05);
  });

  it('forks independent streams without advancing', () => {
    const random = new SeededRandom(6);
    const before = random.getState();
    const [a, again, b] = [random.fork('data'), random.fork('data'), random.fork('latent')];
    expect(random.getState()).toEqual(before);
    const first = draw(a, 10);
    expect(draw(again, 10)).toEqual(first);
    expect(draw(b, 10)).not.toEqual(first);
    random.uniform();
    expect(draw(random.fork('data'), 10)).not.toEqual(first);
  });

  it('refuses what it cannot use', () => {
    expect(() => new SeededRandom(0.5)).toThrow(RandomError);
    expect(() => new SeededRandom(NaN)).toThrow('NaN');
    expect(() => new SeededRandom(0).integer(0)).toThrow(RandomError);
    const broken = { algorithm: 'xoroshiro128plus', words: [0, 0, 0, 0], spareNormal: null };
    expect(() => SeededRandom.fromState(broken as never)).toThrow(RandomError);
    expect(() => SeededRandom.fromState({} as never)).toThrow('getState()');
    expect(() => SeededRandom.fromState(null as never)).toThrow(RandomError);
  });
});
