/** Something was used after its `dispose()`. */
export class DisposedError extends Error {
  override readonly name = 'DisposedError';

  constructor(what: string) {
    super(`${what} was disposed of; dispose of it after its last use`);
  }
}
