import type { Console } from './progress-line.js';

/** What every command gets besides its flags. */
export interface Context {
  readonly console: Console;
  /** Aborted by the first Ctrl-C: finish the step, save, stop. */
  readonly signal: AbortSignal;
}
