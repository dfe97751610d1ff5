import type { Console } from '../training/progress-line.js';

/** Says how many pictures of `what` are measured, and ends the work on Ctrl-C. */
export const pictureProgress =
  (what: string, { console, signal }: { console: Console; signal: AbortSignal }) =>
  (done: number, total: number): void => {
    signal.throwIfAborted();
    const isTick = done === total || done % 512 === 0;
    console.progress(`${what}: ${done} of ${total} pictures`, { isTick });
  };
