/** An option of a builder or a step is out of range; `option` and `value` say which one and what it was. */
export class OptionError extends Error {
  override readonly name = 'OptionError';

  constructor(
    readonly option: string,
    readonly value: unknown,
    wayOut: string,
  ) {
    super(`${option} is ${JSON.stringify(value)}: ${wayOut}`);
  }
}
