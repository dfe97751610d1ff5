/**
 * Networks and caption encoder of a pipeline do not fit together; `expected` and `received` are
 * sizes.
 */
export class PipelineError extends Error {
  override readonly name = 'PipelineError';

  constructor(
    message: string,
    readonly expected: number,
    readonly received: number,
  ) {
    super(message);
  }
}
