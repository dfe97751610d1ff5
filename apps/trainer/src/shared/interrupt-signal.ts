import type { Console } from './progress-line.js';

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

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
  for (const signal of SIGNALS) process.on(signal, interrupt);
  return controller.signal;
}

/**
 * Does `work`, which blocks the process for long and has nothing to save: meanwhile Ctrl-C and SIGTERM
 * end the process at once, while our own listeners would only run after it.
 */
export function withDefaultSignals<T>(work: () => T): T {
  const kept = SIGNALS.map((signal) => [signal, process.rawListeners(signal)] as const);
  for (const [signal] of kept) process.removeAllListeners(signal);
  try {
    return work();
  } finally {
    for (const [signal, listeners] of kept) {
      for (const listener of listeners) process.on(signal, listener as () => void);
    }
  }
}
