/**
 * Told how much of some work is done, never less than before, and `total` of `total` at its end. Work waits for what it
 * returns, so that it can let others have their turn, and stops if it throws.
 */
export type ProgressListener = (done: number, total: number) => void | Promise<void>;
