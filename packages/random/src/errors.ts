/** Thrown for a seed, bound or saved state that cannot be used; `value` is what was received. */
export class RandomError extends Error {
  override readonly name = 'RandomError';
  constructor(
    message: string,
    readonly value: unknown,
  ) {
    super(message);
  }
}
