import { basename, dirname, join, resolve } from 'node:path';
import { exists } from '../files/exists.js';
import { findSnapshot } from '../run-directory/run-directory.js';
import { readTicks } from '../run-directory/run-log.js';
import { readRunOptions, type RunOptions, UNKNOWN } from '../run-directory/run-options.js';
import { runOf } from '../run-directory/run-of.js';

/** The training of one of the generators of a model. */
export interface PackagedStage {
  readonly stage: 1 | 2;
  /** Undefined if the run of Stage-I is not found any more. */
  readonly run: string | undefined;
  readonly step: number;
  readonly settings: RunOptions | undefined;
}

/** The training of the model at `step` of `run`: of Stage-II, after that of its Stage-I. */
export async function packagedStages(
  run: string,
  step: number,
  settings: RunOptions,
): Promise<PackagedStage[]> {
  const { options } = settings;
  const own: PackagedStage = { stage: options.stage, run, step, settings };
  if (options.stage === 1) return [own];
  const found = await findBase(options.stage1, run);
  if (found === undefined) return [{ stage: 1, run: undefined, step: 0, settings: undefined }, own];
  const base = await runOf(found);
  return [{ stage: 1, ...base, settings: await readRunOptions(found) }, own];
}

/** The snapshot that a Stage-II `run` was built on: where it was, or beside a run that was moved. */
async function findBase(stage1: string, run: string): Promise<string | undefined> {
  const isSnapshot = /^snapshot-\d+$/.test(basename(stage1));
  const name = isSnapshot ? join(basename(dirname(stage1)), basename(stage1)) : basename(stage1);
  for (const place of [stage1, join(dirname(resolve(run)), name)]) {
    if (await exists(join(place, 'options.json'))) return findSnapshot(place);
  }
  return undefined;
}

/** The options of a run without the folders of the machine that trained. */
export function withoutFolders(settings: RunOptions): RunOptions {
  const { options } = settings;
  const changed =
    options.stage === 1
      ? { ...options, data: UNKNOWN }
      : { ...options, data: UNKNOWN, stage1: UNKNOWN };
  return { ...settings, options: changed };
}

/** Seconds of work on a run up to `step`. */
export async function trainingSeconds(run: string, step: number): Promise<number | undefined> {
  const ticks = await readTicks(run);
  return ticks.findLast((tick) => tick.step <= step)?.seconds;
}
