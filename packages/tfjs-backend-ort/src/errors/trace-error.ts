/** A function cannot be traced or exported; the message says why and what to do. */
export class OrtTraceError extends Error {
  override readonly name = 'OrtTraceError';
}
