/** Why a backend does not work here, with a better way out than its candidate's general one. */
export class UnusableBackendError extends Error {
  override readonly name = 'UnusableBackendError';
  constructor(
    message: string,
    readonly wayOut: string,
  ) {
    super(message);
  }
}
