/** Thrown for bytes that violate their format, or tensors that it cannot hold. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
  constructor(
    /** Which format was read or written, e.g. `safetensors`. */
    readonly format: string,
    /** What is wrong, one line. */
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${format}: ${reason}`, options);
  }
}
