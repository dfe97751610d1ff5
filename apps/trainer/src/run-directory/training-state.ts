import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type HostTensor, readSafetensors, safetensorsParts } from '@stackgan/formats';
import type { LoaderState } from '@stackgan/data';
import type { RandomState } from '@stackgan/random';
import { z } from 'zod';
import { FormatVersionError, RunDirectoryError } from '../shared/errors.js';
import { describeValueIssue } from '../options/check-options.js';
import { listNumbered, numberedPath, requireRunDirectory } from './run-directory.js';
import { writeFolderAtomically } from '../files/write-atomically.js';

const STATE_FORMAT = 1;
const KEPT_STATES = 2;

/** Everything but tensors that a run needs to resume exactly. */
export interface TrainingPosition {
  /** Steps done. */
  readonly step: number;
  /** Seconds of work so far, without interruptions. */
  readonly seconds: number;
  /** Number of updates of each optimiser, for its bias correction. */
  readonly updates: { readonly generator: number; readonly discriminator: number };
  /** State of the random stream of z, ε and augmentation. */
  readonly random: RandomState;
  readonly data: LoaderState;
}

const randomSchema = z.object({
  algorithm: z.literal('xoroshiro128plus'),
  words: z.array(z.int()).length(4),
  spareNormal: z.number().nullable(),
});
const count = z.int().min(0);

const positionSchema: z.ZodType<TrainingPosition> = z.object({
  step: count,
  seconds: z.number().min(0),
  updates: z.object({ generator: count, discriminator: count }),
  random: randomSchema,
  data: z.object({ random: randomSchema, epoch: count, position: count }),
});

export interface TrainingState {
  readonly path: string;
  readonly position: TrainingPosition;
  readonly tensors: Readonly<Record<string, HostTensor>>;
}

/** Writes `state-<step>/` atomically and keeps the last two states; returns its path. */
export async function saveTrainingState(
  run: string,
  position: TrainingPosition,
  tensors: Readonly<Record<string, HostTensor>>,
): Promise<string> {
  const path = numberedPath(run, 'state', position.step);
  await writeFolderAtomically(path, async (write) => {
    await write('tensors.safetensors', safetensorsParts(tensors));
    await write('state.json', JSON.stringify({ format: STATE_FORMAT, ...position }, null, 2));
  });
  const old = (await listNumbered(run, 'state')).slice(0, -KEPT_STATES);
  for (const state of old) await rm(state.path, { recursive: true, force: true });
  return path;
}

/**
 * The newest state of a run, undefined if none has been saved. Throws RunDirectoryError if it is
 * damaged, FormatVersionError for the format of a newer version.
 */
export async function loadTrainingState(run: string): Promise<TrainingState | undefined> {
  const newest = (await listNumbered(await requireRunDirectory(run), 'state')).at(-1);
  if (newest === undefined) return undefined;
  try {
    const text = await readFile(join(newest.path, 'state.json'), 'utf8');
    const value: unknown = JSON.parse(text);
    const format = (value as { format?: unknown } | null)?.format;
    if (typeof format === 'number' && format > STATE_FORMAT) {
      throw new FormatVersionError(newest.path, format, STATE_FORMAT);
    }
    const parsed = positionSchema.safeParse(value);
    if (!parsed.success) {
      throw new Error(`state.json: ${describeValueIssue(parsed.error.issues[0]!, value)}`);
    }
    const bytes = await readFile(join(newest.path, 'tensors.safetensors'));
    return { path: newest.path, position: parsed.data, tensors: readSafetensors(bytes).tensors };
  } catch (error) {
    if (error instanceof FormatVersionError) throw error;
    throw damagedState(newest.path, error as Error);
  }
}

/** The error for a state from which training cannot resume. */
export const damagedState = (path: string, { message }: Error): RunDirectoryError =>
  new RunDirectoryError(
    `${path} is damaged (${message}); delete it to go on from the state before`,
    path,
  );
