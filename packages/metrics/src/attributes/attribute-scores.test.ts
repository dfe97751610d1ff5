import { SeededRandom } from '@stackgan/random';
import { describe, expect, it } from 'vitest';
import { attributeScores } from './attribute-scores.js';

const colour = { name: 'colour', values: ['red', 'green', 'blue', 'brown', 'dark brown'] };
const hat = { name: 'hat', values: ['cap', 'none'] };
const attributes = [colour, hat];

/** Captions that state a colour and, every other one, a hat; real images show what is stated. */
function captions(count: number) {
  const random = new SeededRandom(3);
  const colours = Array.from({ length: count }, () => random.integer(5));
  const hats = colours.map((_, i) => (i % 4 === 0 ? 0 : 1));
  const stated = colours.map((one, i) => [[one], i % 2 === 0 ? [hats[i]!] : undefined]);
  const real = colours.flatMap((one, i) => [one, hats[i]!]);
  return { stated, real };
}

describe('attributeScores', () => {
  it('is 1 where what is stated is drawn, as on real images', () => {
    const { stated, real } = captions(200);
    const scores = attributeScores({ attributes, stated, real, generated: real });
    expect(scores).toMatchObject({ mean: 1, low: 1, high: 1, statements: 300, leftOut: [] });
    const [ofColour, ofHat] = scores.attributes;
    expect(ofColour).toMatchObject({ name: 'colour', count: 200, accuracy: 1, real: 1, scaled: 1 });
    expect(ofHat).toMatchObject({ name: 'hat', count: 100, chance: 0.5 });
  });

  it('is near 0 where captions are ignored, and 0 for the best constant answer', () => {
    const { stated, real } = captions(4000);
    const random = new SeededRandom(7);
    const generated = real.map((_, i) => random.integer(i % 2 === 0 ? 5 : 2));
    const ignored = attributeScores({ attributes, stated, real, generated });
    expect(Math.abs(ignored.mean)).toBeLessThan(0.05);
    expect(ignored.low).toBeLessThan(ignored.mean);
    expect(ignored.high).toBeGreaterThan(ignored.mean);
    const counts = [0, 1, 2, 3, 4].map((c) => stated.filter(([one]) => one![0] === c).length);
    const commonest = counts.indexOf(Math.max(...counts));
    const constant = stated.flatMap(() => [commonest, 0]);
    const scores = attributeScores({ attributes, stated, real, generated: constant });
    expect(scores.mean).toBeCloseTo(0, 12);
    expect(scores.attributes.map(({ scaled }) => scaled)).toEqual([0, 0]);
  });

  it('takes any value that a word may mean for right, and chance by such words', () => {
    // Red, red, "brown" of either kind, "brown": the constant answers red and brown satisfy two of
    // four.
    const stated = [[[0]], [[0]], [[3, 4]], [[3, 4]]];
    const scores = attributeScores({
      attributes: [colour],
      stated,
      real: [0, 0, 3, 4],
      generated: [0, 1, 4, 2],
    });
    expect(scores.attributes[0]).toMatchObject({ count: 4, accuracy: 0.5, chance: 0.5, real: 1 });
    expect(scores.mean).toBeCloseTo(0, 12);
  });

  it('pools over statements and scales by what real images leave', () => {
    // Colour: 2 of 4 right, real 3 of 4, chance 1/4. Hat: 1 of 2, real 2 of 2, chance 1/2.
    const stated = [
      [[0], [0]],
      [[1], [1]],
      [[2], undefined],
      [[3], undefined],
    ];
    const scores = attributeScores({
      attributes,
      stated,
      generated: [0, 0, 1, 0, 4, 0, 4, 0],
      real: [0, 0, 1, 1, 2, 0, 4, 0],
    });
    expect(scores.attributes.map(({ scaled }) => scaled)).toEqual([0.5, 0]);
    // (2 + 1 - 4/4 - 2/2) / (3 + 2 - 4/4 - 2/2)
    expect(scores.mean).toBeCloseTo(1 / 3, 12);
  });

  it('has an interval that holds the truth of another sample, the same with the same seed', () => {
    const { stated, real } = captions(2000);
    const random = new SeededRandom(11);
    // Half of them as stated, all else at random.
    const generated = real.map((one, i) =>
      random.uniform() < 0.5 ? one : random.integer(i % 2 === 0 ? 5 : 2),
    );
    const given = { attributes, stated, real, generated };
    const scores = attributeScores(given);
    expect(scores.low).toBeLessThan(0.5);
    expect(scores.high).toBeGreaterThan(0.47);
    expect(scores.high - scores.low).toBeLessThan(0.08);
    expect(attributeScores(given)).toEqual(scores);
    expect(attributeScores({ ...given, seed: 1 }).low).not.toBe(scores.low);
    const [ofColour] = scores.attributes;
    expect(ofColour!.low).toBeLessThan(ofColour!.accuracy);
    expect(ofColour!.high).toBeGreaterThan(ofColour!.accuracy);
  });

  it('leaves out by name what says nothing', () => {
    const one = { name: 'nose', values: ['nose'] };
    const never = { name: 'shoes', values: ['boots', 'none'] };
    const unread = { name: 'eyes', values: ['open', 'shut'] };
    const stated = [
      [[0], [0], undefined, [0]],
      [[1], [0], undefined, [1]],
    ];
    const scores = attributeScores({
      attributes: [colour, one, never, unread],
      stated,
      generated: [0, 0, 0, 0, 1, 0, 0, 0],
      real: [0, 0, 0, 0, 1, 0, 0, 0],
    });
    expect(scores.statements).toBe(2);
    expect(scores.leftOut).toEqual([
      { name: 'nose', reason: 'it has one value, nose' },
      { name: 'shoes', reason: 'no caption states it' },
      {
        name: 'eyes',
        reason: 'of real images 0.50 are read as stated, no more than by chance, 0.50',
      },
    ]);
    const alone = { attributes: [never], stated: [[undefined]], generated: [0], real: [0] };
    expect(() => attributeScores(alone)).toThrow(
      'No attribute can be measured (shoes: no caption states it)',
    );
  });

  it.each([
    [{ generated: [0] }, 'generated has 1 numbers for 1 captions and 2 attributes: give 2'],
    [{ real: [] }, 'real has 0 numbers'],
    [{ stated: [[[0]]] }, 'Caption 0 has 1 statements; give one for each of 2 attributes'],
    [{ stated: [[[5], undefined]] }, 'Caption 0 states 5 of colour; give positions from 0 to 4'],
    [{ stated: [[[], undefined]] }, 'Caption 0 states no value of colour'],
  ])('refuses %j', (given, message) => {
    const fitting = { attributes, stated: [[[0], [0]]], generated: [0, 0], real: [0, 0] };
    expect(() => attributeScores({ ...fitting, ...given })).toThrow(message);
  });
});
