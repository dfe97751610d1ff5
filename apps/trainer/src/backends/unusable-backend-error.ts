/** The reason why a backend does not work, with more specific advice than that of its candidate. */
export class UnusableBackendError extends Error {
  override readonly name = 'UnusableBackendError';
  constructor(
    message: string,
    readonly wayOut: string,
  ) {
    super(message);
  }
}
