/**
 * An operation failed when it was computed; the message names it with its operands. Reading any
 * tensor that depends on its result throws this error.
 */
export class OrtOperationError extends Error {
  override readonly name = 'OrtOperationError';
}
