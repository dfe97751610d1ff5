import { setImmediate } from 'node:timers/promises';
import { type Console, duration } from './progress-line.js';

/** Number of plain lines per piece of work, where no line can be rewritten in place. */
const TICKS = 8;

/** Where progress is printed, and what aborts the work. */
export interface Progress {
  readonly console: Console;
  readonly signal: AbortSignal;
}

/**
 * Prints the progress of a piece of work, as `emoji: 512 of 3375 images 42.1 images/s 1m 08s left
 * 717 MB`, and ends the work on Ctrl-C. Time is counted from the call of `progressReporter`.
 */
export function progressReporter(
  what: string,
  unit: string,
  { console, signal }: Progress,
): (done: number, total: number) => void {
  const start = performance.now();
  let ticks = 0;
  return (done, total) => {
    signal.throwIfAborted();
    const rate = (1000 * done) / Math.max(1, performance.now() - start);
    const reached = Math.floor((done * TICKS) / total);
    const text = [
      `${what}: ${done} of ${total} ${unit}`,
      `${rate.toFixed(1)} ${unit}/s`,
      `${duration((total - done) / rate)} left`,
      `${Math.round(process.memoryUsage.rss() / 2 ** 20)} MB`,
    ].join('  ');
    console.progress(text, { isTick: reached > ticks });
    ticks = reached;
  };
}

/** The same for synchronous work: it yields at each call, so that timers and Ctrl-C are handled. */
export function yieldingReporter(
  ...given: Parameters<typeof progressReporter>
): (done: number, total: number) => Promise<void> {
  const say = progressReporter(...given);
  return async (done, total) => {
    await setImmediate();
    say(done, total);
  };
}
