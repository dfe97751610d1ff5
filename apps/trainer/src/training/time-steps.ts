import { setImmediate } from 'node:timers/promises';

/** Steps before the clock counts: the first compiles the graph, the second settles memory. */
const WARM_UP = 2;
/** Steps that are timed, if the time suffices. */
const TIMED = 5;
/** No step starts after so many milliseconds. */
const LONGEST = 60_000;

/** The durations of a few steps. */
export interface StepTimes {
  /** Of each timed step, one at least. */
  readonly milliseconds: readonly number[];
  /** False if time did not suffice for the warm-up; then the last step of it is the only one here. */
  readonly isWarm: boolean;
}

/**
 * Times five steps after a warm-up of two; fewer, but one at least, if a minute is over. Rejects
 * with the reason of `signal` once the step in progress is done. `now` is in milliseconds.
 */
export async function timeSteps(
  step: () => Promise<void>,
  signal: AbortSignal,
  now: () => number = () => performance.now(),
): Promise<StepTimes> {
  const start = now();
  const all: number[] = [];
  while (all.length < WARM_UP + TIMED && (all.length === 0 || now() - start < LONGEST)) {
    const begin = now();
    await step();
    all.push(now() - begin);
    // Let Ctrl-C have its turn.
    await setImmediate();
    signal.throwIfAborted();
  }
  const isWarm = all.length > WARM_UP;
  return { milliseconds: isWarm ? all.slice(WARM_UP) : all.slice(-1), isWarm };
}
