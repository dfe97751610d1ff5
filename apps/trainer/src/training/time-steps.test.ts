import { expect, it } from 'vitest';
import { timeSteps } from './time-steps.js';

/** Steps of the given seconds by a clock that they alone move. */
async function timed(seconds: readonly number[], signal = new AbortController().signal) {
  let clock = 1000;
  let done = 0;
  const step = () => {
    clock += 1000 * seconds[Math.min(done++, seconds.length - 1)]!;
    return Promise.resolve();
  };
  const { milliseconds, isWarm } = await timeSteps(step, signal, () => clock);
  return { seconds: milliseconds.map((time) => time / 1000), isWarm, done };
}

it('times five steps after two of warm-up', async () => {
  expect(await timed([20, 5, 1, 2, 3, 4, 5])).toEqual({
    seconds: [1, 2, 3, 4, 5],
    isWarm: true,
    done: 7,
  });
});

it('starts no step after a minute, and says what the only one was', async () => {
  expect(await timed([20, 15, 14, 13, 12])).toEqual({ seconds: [14, 13], isWarm: true, done: 4 });
  expect(await timed([40, 30, 20])).toEqual({ seconds: [30], isWarm: false, done: 2 });
  expect(await timed([600])).toEqual({ seconds: [600], isWarm: false, done: 1 });
});

it('ends with the reason of the signal', async () => {
  await expect(timed([1], AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
});
