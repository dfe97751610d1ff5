import { describe, expect, it } from 'vitest';
import { page, readDryRun } from './page.js';

describe('the page of training costs', () => {
  it('reads what --dry-run printed', () => {
    const output = `backend ort: CPU
speed  1,234.5 images/s (measured on 5 steps with ort; 3.1 to 3.4)
memory 2,048 MB of RAM at the peak
time   44 minutes per epoch of 8,855 images`;
    expect(readDryRun(output)).toEqual({
      imagesPerSecond: 1234.5,
      how: 'measured on 5 steps with ort; 3.1 to 3.4',
      peakMB: 2048,
    });
    expect(() => readDryRun('stackgan: no data set')).toThrow(/no speed/);
  });

  it('says what threads gain', () => {
    const common = {
      widths: '128/64',
      batchSize: 4,
      how: 'measured',
      peakMB: 1,
      stage: 1,
    } as const;
    const one = { ...common, threads: 1, imagesPerSecond: 10 };
    const four = { ...common, threads: 4, imagesPerSecond: 30 };
    const second = [4, 1].map((threads) => ({
      ...{ ...common, stage: 2 as const, threads, imagesPerSecond: threads },
    }));
    const text = page([four, one, ...second], 'a machine');
    expect(text).toContain('Steps with 4 threads are 3.0 to 4.0 times as fast as with 1.');
    expect(page([one, second[1]!], 'a machine')).not.toContain('Steps with');
  });

  it('computes hours and days from the speed with most threads', () => {
    const common = { widths: '128/64', batchSize: 4, how: 'measured on 5 steps', peakMB: 2048 };
    const text = page(
      [
        { ...common, stage: 1, threads: 2, imagesPerSecond: 8855 / 3600 },
        { ...common, stage: 2, threads: 2, imagesPerSecond: 8855 / 36_000 },
        { ...common, stage: 1, threads: 1, imagesPerSecond: 1 },
        { ...common, stage: 2, threads: 1, imagesPerSecond: 0.1 },
      ],
      'a machine',
    );
    // 1 and 10 hours per epoch, so 600 / 24 = 25 and 250 days.
    expect(text).toContain('| CUB-200-2011 | 8,855 | 128/64 | 1 | 10 | 25 | 250 | 275 |');
    expect(text).toContain('| COCO | 82,783 | 128/64 | 9.3 | 93 | 234 | 2,337 | 2,571 |');
    expect(text).toContain('| II, 256×256 | 128/64 | 1 | 4 | 0.1 | measured on 5 steps | 2.0 GB |');
  });
});
