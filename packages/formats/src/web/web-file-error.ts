/** Thrown for a file on a web server that cannot be downloaded. */
export class WebFileError extends Error {
  override readonly name = 'WebFileError';
  /** HTTP status of the answer; undefined if there was none. */
  readonly status: number | undefined;

  constructor(
    /** Address of the file, without the values of its query. */
    readonly address: string,
    /** What is wrong and what to do about it, one line. */
    readonly reason: string,
    { status, cause }: { status?: number; cause?: unknown } = {},
  ) {
    super(`${address} ${reason}`, { cause });
    this.status = status;
  }
}
