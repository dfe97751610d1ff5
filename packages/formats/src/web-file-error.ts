/** Thrown for a file on a web server that cannot be had. */
export class WebFileError extends Error {
  override readonly name = 'WebFileError';
  /** What the server answered; undefined where nobody did. */
  readonly status: number | undefined;

  constructor(
    /** Of the file, without the values of its query. */
    readonly address: string,
    /** What is wrong and the way out, one line. */
    readonly reason: string,
    { status, cause }: { status?: number; cause?: unknown } = {},
  ) {
    super(`${address} ${reason}`, { cause });
    this.status = status;
  }
}
