/** Tasks that run at the same time and fail together. */
export interface ParallelTasks {
  /** Aborted by the caller's signal, or with the error of the first task that fails. */
  readonly signal: AbortSignal;
  /** Starts a task, which should stop when `signal` is aborted. */
  start<T>(task: () => Promise<T>): Promise<T>;
  /** Waits until all tasks have ended; then throws the reason of `signal` if it is aborted. */
  end(): Promise<void>;
}

/**
 * Tasks of which none outlives the call that needs them: if one fails, or `signal` is aborted, the
 * others are stopped and awaited, so that what they opened can be disposed of at once.
 */
export function createParallelTasks(signal?: AbortSignal): ParallelTasks {
  const failure = new AbortController();
  const either = signal ? AbortSignal.any([signal, failure.signal]) : failure.signal;
  const tasks: Promise<unknown>[] = [];
  return {
    signal: either,
    start(task) {
      const running = task();
      tasks.push(running.catch((error: unknown) => failure.abort(error)));
      return running;
    },
    async end() {
      await Promise.all(tasks);
      either.throwIfAborted();
    },
  };
}
