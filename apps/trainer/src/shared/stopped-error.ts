/** Ctrl-C was pressed and everything was saved; not a failure, but the command is not done. */
export class StoppedError extends Error {
  override readonly name = 'StoppedError';
}
