import { describe, expect, it } from 'vitest';
import type { Measurement } from '../records/evaluation.js';
import { differenceText, pairedDifference, verdictOf } from './paired-difference.js';

type Own = Pick<Measurement, 'deviation' | 'interval'>;
const scores = (values: readonly number[], better: Measurement['better'], own: Own = {}) =>
  values.map((value): Measurement => ({ name: 'M', value, better, protocol: '', ...own }));

describe('pairedDifference', () => {
  it('has the interval of a paired t-test', () => {
    const of = (better: Measurement['better']) =>
      pairedDifference(scores([10, 12, 11, 13], better), scores([14, 15.5, 14.2, 17], better));
    const { value, interval } = of('lower');
    expect(value).toBeCloseTo(-3.675, 12);
    // scipy.stats.ttest_rel(first, second).confidence_interval(0.95)
    expect(interval!.low).toBeCloseTo(-4.303146970409229, 9);
    expect(interval!.high).toBeCloseTo(-3.0468530295907708, 9);
    expect(verdictOf(of('lower'))).toBe('shown');
    expect(verdictOf(of('higher'))).toBe('opposite');
  });

  it('shows nothing where the interval contains 0, though each seed has a rise', () => {
    // Differences 2, 1 and 3: deviation 1, and t of 2 degrees of freedom is 4.302653.
    const one = pairedDifference(scores([3, 5, 7], 'higher'), scores([1, 4, 4], 'higher'));
    expect(one.interval!.high - one.value).toBeCloseTo(4.302652729749462 / Math.sqrt(3), 9);
    expect(verdictOf(one)).toBe('not shown');
    expect(differenceText(one)).toBe('+2.00 (−0.48 to +4.48)');
  });

  it('of one seed is as uncertain as the less certain of the two', () => {
    const [first] = [scores([0.5], 'higher', { deviation: 0.02 })];
    const wide = { interval: { low: 0.1, high: 0.3 } };
    const one = pairedDifference(first, scores([0.2], 'higher', wide));
    expect(differenceText(one)).toBe('+0.300 (+0.200 to +0.400)');
    expect(verdictOf(one)).toBe('shown');
    expect(verdictOf(pairedDifference(first, scores([0.49], 'higher', wide)))).toBe('not shown');
    // FID has no ± of its own.
    const none = pairedDifference(scores([9.5], 'lower'), scores([12], 'lower'));
    expect(differenceText(none)).toBe('−2.50');
    expect(verdictOf(none)).toBe('not judged');
  });
});
