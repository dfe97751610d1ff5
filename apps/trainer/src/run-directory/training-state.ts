import { rm } from 'node:fs/promises';
import { type HostTensor, readSafetensors, safetensorsParts } from '@stackgan/formats';
import type { LoaderState } from '@stackgan/data';
import type { RandomState } from '@stackgan/random';
import { z } from 'zod';
import { ChecksumError, readWithChecksums, writeWithChecksums } from '../files/checksums.js';
import { writeFolderAtomically } from '../files/write-atomically.js';
import { describeValueIssue } from '../options/check-options.js';
import type { TrainOptions } from '../options/train-options.js';
import { FormatVersionError, RunDirectoryError } from '../shared/errors.js';
import type { UnfinishedTick } from '../shared/tick-statistics.js';
import { listNumbered, numberedPath, requireRunDirectory } from './run-directory.js';

const STATE_FORMAT = 2;
const TENSORS_FILE = 'tensors.safetensors';
const POSITION_FILE = 'state.json';

/** Everything but tensors that a run needs to resume exactly. */
export interface TrainingPosition {
  /** Steps done. */
  readonly step: number;
  /** Seconds of work so far, without interruptions. */
  readonly seconds: number;
  /** How often the run went back to its last good state, each time with half the learning rate. */
  readonly rollbacks: number;
  /** Number of updates of each optimiser, for its bias correction. */
  readonly updates: { readonly generator: number; readonly discriminator: number };
  /** State of the random stream of z, ε and augmentation. */
  readonly random: RandomState;
  readonly data: LoaderState;
  /** What has been added up for the next line of stats.jsonl. */
  readonly tick: UnfinishedTick;
  /** The options of the run when the state was saved. */
  readonly options: TrainOptions;
  /** Hex SHA-256 of the data set. */
  readonly dataset: string;
}

/** A saved `SeededRandom`. */
export const randomSchema = z.object({
  algorithm: z.literal('xoroshiro128plus'),
  words: z.array(z.int()).length(4),
  spareNormal: z.number().nullable(),
});
const count = z.int().min(0);
const seconds = z.number().min(0);

const positionSchema = z.object({
  step: count,
  seconds,
  rollbacks: count,
  updates: z.object({ generator: count, discriminator: count }),
  random: randomSchema,
  data: z.object({ random: randomSchema, epoch: count, position: count }),
  tick: z.object({
    start: z.object({ step: count, seconds }),
    steps: count,
    sums: z.record(z.string(), z.number()),
  }),
  options: z.custom<TrainOptions>((value) => typeof value === 'object' && value !== null),
  dataset: z.string(),
});

export interface TrainingState {
  readonly path: string;
  readonly position: TrainingPosition;
  readonly tensors: Readonly<Record<string, HostTensor>>;
}

/**
 * Writes `state-<step>/` atomically, then deletes states that `options` does not keep; returns its
 * path.
 */
export async function saveTrainingState(
  run: string,
  position: TrainingPosition,
  tensors: Readonly<Record<string, HostTensor>>,
): Promise<string> {
  const path = numberedPath(run, 'state', position.step);
  const files = {
    [TENSORS_FILE]: safetensorsParts(tensors),
    [POSITION_FILE]: JSON.stringify({ format: STATE_FORMAT, ...position }, null, 2),
  };
  await writeFolderAtomically(path, (write) => writeWithChecksums(files, write));
  const states = await listNumbered(run, 'state');
  for (const state of outdated(states, position.options)) await removeState(state.path);
  return path;
}

/** The states, oldest first, that are neither among the newest nor the first after M kimg. */
export function outdated<T extends { readonly step: number }>(
  states: readonly T[],
  { keep, keepEveryKimg, batch }: Pick<TrainOptions, 'keep' | 'keepEveryKimg' | 'batch'>,
): T[] {
  let reached = 0;
  return states.slice(0, -keep).filter(({ step }) => {
    const multiple = keepEveryKimg > 0 ? Math.floor((step * batch.size) / 1000 / keepEveryKimg) : 0;
    const isFirst = multiple > reached;
    reached = multiple;
    return !isFirst;
  });
}

/**
 * The newest whole state of a run, undefined if none has been saved. Newer states that are damaged
 * are named by `report` and deleted, for the run will save them again. Throws RunDirectoryError if
 * all are damaged, FormatVersionError for the format of another version.
 */
export async function loadTrainingState(
  run: string,
  report: (line: string) => void = () => undefined,
): Promise<TrainingState | undefined> {
  const states = (await listNumbered(await requireRunDirectory(run), 'state')).reverse();
  const damaged: { path: string; reason: string }[] = [];
  for (const { path } of states) {
    try {
      const state = await readState(path);
      for (const { path: bad, reason } of damaged) {
        report(`${bad} is damaged (${reason}); taking ${path} instead`);
        await removeState(bad);
      }
      return state;
    } catch (error) {
      if (!(error instanceof DamagedState)) throw error;
      damaged.push({ path, reason: error.message });
    }
  }
  const [newest] = damaged;
  if (newest === undefined) return undefined;
  throw new RunDirectoryError(
    `${newest.path} is damaged (${newest.reason}), and so is every state before it; ` +
      'delete them to train from the start',
    newest.path,
  );
}

/** A state whose files are not those that were saved. */
class DamagedState extends Error {}

/** One state. Throws an Error for a damaged one, FormatVersionError for that of another version. */
export async function readState(path: string): Promise<TrainingState> {
  try {
    const files = await readWithChecksums(path, [POSITION_FILE, TENSORS_FILE]);
    const value: unknown = JSON.parse(files[POSITION_FILE].toString('utf8'));
    const format = (value as { format?: unknown } | null)?.format;
    if (format !== STATE_FORMAT) throw new FormatVersionError(path, Number(format), STATE_FORMAT);
    const parsed = positionSchema.safeParse(value);
    if (!parsed.success) {
      throw new Error(`${POSITION_FILE}: ${describeValueIssue(parsed.error.issues[0]!, value)}`);
    }
    return { path, position: parsed.data, tensors: readSafetensors(files[TENSORS_FILE]).tensors };
  } catch (error) {
    if (error instanceof FormatVersionError || isUnreadable(error)) throw error;
    throw new DamagedState((error as Error).message);
  }
}

/** The disk may give the file another time, unlike a damaged one. */
const isUnreadable = (error: unknown) =>
  !(error instanceof ChecksumError) && (error as NodeJS.ErrnoException).syscall !== undefined;

const removeState = (path: string) => rm(path, { recursive: true, force: true });
