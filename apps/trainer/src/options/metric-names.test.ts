import { describe, expect, it } from 'vitest';
import { isMetricList, splitMetrics } from './metric-names.js';

describe('splitMetrics', () => {
  it('reads a list, each name once, in the order given', () => {
    expect(splitMetrics('kid, fid,kid,,fid')).toEqual(['kid', 'fid']);
    expect(splitMetrics('')).toEqual([]);
    expect(isMetricList('fid,fdi,fdi')).toBe(false);
  });
});
