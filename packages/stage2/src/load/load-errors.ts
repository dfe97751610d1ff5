import type { EncoderIdentity } from '@stackgan/text';

/** What is wrong with the files of a model. */
export type ModelSourceFault =
  /** No answer, or one that is neither success nor 404. */
  | 'unreachable'
  /** A file that must be there is not. */
  | 'missing'
  /** A file that must be JSON is not. */
  | 'notJson'
  /** A file of another shape or length than it must have. */
  | 'damaged'
  /** Stage-I or Stage-II is missing, or in the other's place. */
  | 'wrongStage'
  /** Written by a newer version. */
  | 'newerFormat';

/** The files of `source` are not a StackGAN that can be loaded; `fault` says why. */
export class ModelSourceError extends Error {
  override readonly name = 'ModelSourceError';

  constructor(
    readonly fault: ModelSourceFault,
    readonly source: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The caption encoder of the model cannot be found: pass it as the option `encoder`. */
export class EncoderRequiredError extends Error {
  override readonly name = 'EncoderRequiredError';

  constructor(
    readonly source: string,
    /** The one that the model was trained with; undefined if its files do not say. */
    readonly encoder: EncoderIdentity | undefined,
    wayOut: string,
  ) {
    super(
      encoder
        ? `${source} reads captions by ${describe(encoder)}; ${wayOut}`
        : `${source} does not say which caption encoder it learned with; ${wayOut}`,
    );
  }
}

/** The encoder given, or the one in the model, is not the one that the model was trained with. */
export class WrongEncoderError extends Error {
  override readonly name = 'WrongEncoderError';

  constructor(
    readonly source: string,
    readonly expected: EncoderIdentity,
    readonly received: EncoderIdentity,
  ) {
    super(
      `${source} learned with ${describe(expected)}, but got ${describe(received)}; ` +
        'give the one that it learned with as the option encoder',
    );
  }
}

/**
 * The TensorFlow.js backend asked for is not there; `backend` is undefined if none is registered.
 */
export class BackendMissingError extends Error {
  override readonly name = 'BackendMissingError';

  constructor(
    readonly source: string,
    readonly backend: string | undefined,
    readonly registered: readonly string[],
    options?: ErrorOptions,
  ) {
    const wayOut = `import one first, such as '@tensorflow/tfjs-backend-${backend ?? 'cpu'}'`;
    super(
      backend === undefined
        ? `no TensorFlow.js backend to run ${source} on; ${wayOut}`
        : registered.includes(backend)
          ? `the backend "${backend}" does not start here, so ${source} cannot run on it; give another backend`
          : `no backend "${backend}" to run ${source} on (there are: ${registered.join(', ') || 'none'}); ${wayOut}`,
      options,
    );
  }
}

function describe({ name, dimension, hash }: EncoderIdentity): string {
  const known = hash === undefined ? '' : `, hash ${hash.slice(0, 8)}`;
  return `encoder "${name}" (${dimension} numbers${known})`;
}
