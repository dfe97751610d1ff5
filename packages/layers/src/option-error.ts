/** An option of a builder or a step is out of range: its name is `option`, its value `value`. */
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
