import type { EncoderIdentity } from '@stackgan/text';

/**
 * Base class of the errors that the command line reports in one line. `exitCode` is 1 for bad input
 * and 2 for bad usage.
 */
export abstract class CommandError extends Error {
  readonly exitCode: number = 1;
}

/** A flag, preset or option that does not exist or has a bad value. */
export class UsageError extends CommandError {
  override readonly name = 'UsageError';
  override readonly exitCode = 2;
}

/** A run directory that is missing, half-written or does not hold what was asked for. */
export class RunDirectoryError extends CommandError {
  override readonly name = 'RunDirectoryError';
  constructor(
    message: string,
    readonly path: string,
  ) {
    super(message);
  }
}

/** A folder in which another process works. */
export class FolderLockedError extends CommandError {
  override readonly name = 'FolderLockedError';
  constructor(
    readonly folder: string,
    lockFile: string,
    readonly owner: { readonly pid: number; readonly host: string } | undefined,
  ) {
    const who = owner ? `process ${owner.pid} on ${owner.host}` : 'another process';
    super(
      `${who} works in ${folder}; wait until it ends or stop it ` +
        `(if it no longer runs, delete ${lockFile})`,
    );
  }
}

/** Files of a data set that are missing or wrong, as the lines before say. */
export class IncompleteFilesError extends CommandError {
  override readonly name = 'IncompleteFilesError';
}

/** A file of weights that is not what it is imported as. */
export class ImportError extends CommandError {
  override readonly name = 'ImportError';
}

/**
 * A data set that cannot train a caption encoder, or a training that cannot go on from what is
 * there.
 */
export class EncoderTrainingError extends CommandError {
  override readonly name = 'EncoderTrainingError';
}

/** A network that the asked-for format cannot hold. */
export class ExportError extends CommandError {
  override readonly name = 'ExportError';
}

/** A resume whose options differ from the saved ones; `differences` has one line per option. */
export class ResumeMismatchError extends CommandError {
  override readonly name = 'ResumeMismatchError';
  constructor(
    readonly path: string,
    readonly differences: string[],
  ) {
    super(
      `${path} was started with other options (${differences.join('; ')}); ` +
        'resume without these flags, or start a new run without --resume',
    );
  }
}

/** Trained networks that are others than those of a new run; one difference per line. */
export class PretrainedMismatchError extends CommandError {
  override readonly name = 'PretrainedMismatchError';
  constructor(
    readonly source: string,
    readonly differences: string[],
  ) {
    super(
      `the networks of ${source} are others than those of these options (${differences.join('; ')}); ` +
        'leave out the flags that set them, or start without --from',
    );
  }
}

/** A snapshot or state in a format that this version does not read. */
export class FormatVersionError extends CommandError {
  override readonly name = 'FormatVersionError';
  constructor(
    readonly path: string,
    readonly found: number,
    readonly supported: number,
  ) {
    super(
      `${path} has format ${found}, this version reads up to ${supported}; ` +
        'install a newer @stackgan/trainer',
    );
  }
}

/**
 * The caption encoder, or the encoder that prepared the data, is not the encoder that the run was
 * trained with.
 */
export class EncoderMismatchError extends CommandError {
  override readonly name = 'EncoderMismatchError';
  constructor(
    readonly path: string,
    readonly run: Required<EncoderIdentity>,
    readonly found: Required<EncoderIdentity>,
    wayOut = 'use the encoder of the run',
  ) {
    const isSameSize = run.dimension === found.dimension;
    const of = ({ name, dimension, hash }: typeof run) =>
      `${dimension}-d text of encoder ${name}${isSameSize ? ` (${hash.slice(0, 8)})` : ''}`;
    super(`${path} was trained on ${of(run)}, but got ${of(found)}; ${wayOut}`);
  }
}

/** A loss that is not a finite number; the run can go on from `lastState`. */
export class DivergenceError extends CommandError {
  override readonly name = 'DivergenceError';
  constructor(
    readonly step: number,
    readonly quantity: string,
    readonly value: number,
    readonly lastState: string | undefined,
  ) {
    super(
      `step ${step}: ${quantity} is ${value}; ` +
        (lastState === undefined
          ? 'no state was saved yet; start again'
          : `the last good state is ${lastState}; start again`) +
        ' with a lower --optimizer.learningRate, or train with --on-nan rollback',
    );
  }
}

/** No backend can run, or the one asked for cannot. */
export class BackendError extends CommandError {
  override readonly name = 'BackendError';
}
