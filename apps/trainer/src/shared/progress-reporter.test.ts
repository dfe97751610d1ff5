import { describe, expect, it } from 'vitest';
import { quietContext } from '../testing/tiny.js';
import { Console } from './progress-line.js';
import { progressReporter, yieldingReporter } from './progress-reporter.js';

describe('progressReporter', () => {
  it('says a line now and then where nothing can be rewritten, and at the end', () => {
    const context = quietContext();
    const say = progressReporter('emoji', 'images', context);
    for (let done = 16; done <= 3376; done += 16) say(Math.min(done, 3375), 3375);
    expect(context.lines).toHaveLength(8);
    for (const line of context.lines) {
      expect(line).toMatch(/^emoji: \d+ of 3375 images {2}[\d.]+ images\/s {2}\d+s left {2}/);
    }
    expect(context.lines.at(-1)).toMatch(/^emoji: 3375 of 3375 images .* {2}0s left {2}\d+ MB$/);
  });

  it('says as much on a terminal as there is to say', () => {
    const written: string[] = [];
    const terminal = new Console({
      isTTY: true,
      columns: 80,
      write: (text) => written.push(text),
    });
    const say = progressReporter('kid', 'subsets', { ...quietContext(), console: terminal });
    for (const done of [1, 2, 3, 4]) say(done, 100);
    expect(written).toHaveLength(4);
    expect(written[0]).toMatch(/^kid: 1 of 100 subsets/);
    expect(written[3]).toContain('kid: 4 of 100 subsets');
  });

  it('ends the work on Ctrl-C, which has its turn though the work never waits', async () => {
    const context = quietContext();
    const say = yieldingReporter('learning', 'steps', context);
    setImmediate(context.stop);
    await expect(say(1, 2)).rejects.toThrow(/abort/);
    expect(context.lines).toEqual([]);
  });
});
