/**
 * Called with the amount of work done, which never falls and ends at `total`. The work awaits the
 * result, so that the listener can yield to the event loop, and stops if the listener throws.
 */
export type ProgressListener = (done: number, total: number) => void | Promise<void>;
