import type { Console } from '../shared/progress-line.js';

/**
 * A signal that the first Ctrl-C (or SIGTERM) aborts, so that work can be saved; the second ends
 * the process.
 */
export function interruptSignal(console: Console): AbortSignal {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) process.exit(130);
    console.line('stopping after this step; press Ctrl-C again to stop at once');
    controller.abort();
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  return controller.signal;
}
