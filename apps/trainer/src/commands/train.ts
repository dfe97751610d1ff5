import { join } from 'node:path';
import { openDataset } from '@stackgan/data';
import { applyOverrides, type OptionOverrides } from '../options/apply-overrides.js';
import { checkOptions } from '../options/check-options.js';
import { compareOptions } from '../options/compare-options.js';
import type { TrainOptions } from '../options/train-options.js';
import { findPreset } from '../presets/find-preset.js';
import { profileOverrides } from '../profiles/find-profile.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { requireSameData } from '../run-directory/require-same-data.js';
import { findRun, requireRunDirectory } from '../run-directory/run-directory.js';
import { readRunOptions } from '../run-directory/run-options.js';
import type { Context } from '../shared/context.js';
import { datasetHash } from '../shared/dataset-hash.js';
import { ResumeMismatchError, UsageError } from '../shared/errors.js';
import { madeWith } from '../shared/made-with.js';
import { sayStopped } from '../shared/stopped.js';
import { createRun } from '../training/create-run.js';
import { followDataset } from '../training/follow-dataset.js';
import { openPretrained } from '../training/pretrained.js';
import { trainRun } from '../training/train-run.js';
import { dryRun } from './dry-run.js';
import { useBackend } from './use-backend.js';

/** The flags of `stackgan train`. */
export interface TrainArguments {
  readonly outdir: string;
  /** Undefined if not given: quick-start for a new run, the saved options for a resumed one. */
  readonly preset: string | undefined;
  /**
   * The source to follow where paper and reference codes differ; undefined for the choice of the
   * preset.
   */
  readonly profile: string | undefined;
  readonly overrides: OptionOverrides;
  readonly resume: string | undefined;
  /** Run, snapshot, folder or package whose networks a new run begins with. */
  readonly from?: string | undefined;
  /** Run whose options a new run takes. */
  readonly fromRun?: string | undefined;
  /** Write TensorBoard events; a resumed run that has some goes on without the flag. */
  readonly tensorboard: boolean;
  readonly backend: string;
  readonly dryRun: boolean;
}

/** `stackgan train`: starts a new run, repeats one from the start, or resumes one. */
export async function train(given: TrainArguments, context: Context): Promise<void> {
  const { resume, outdir, backend } = given;
  requireOneBeginning(given);
  if (resume !== undefined) {
    const run = await findRun(resume, outdir);
    await requireSameOptions(run, given);
    await useBackend(backend, context);
    return finish(run, given, context);
  }
  const run =
    given.fromRun === undefined
      ? await beginRun(given, context)
      : await repeatRun(given.fromRun, given, context);
  if (run !== undefined) await finish(run, given, context);
}

/** A run by preset, profile, pretrained networks and flags; undefined if it is only tried out. */
async function beginRun(given: TrainArguments, context: Context): Promise<string | undefined> {
  const { from, outdir, backend } = given;
  const stage = given.overrides.stage;
  if (stage !== 1 && stage !== 2) throw new UsageError('train needs --stage 1 or --stage 2');
  const preset = findPreset(given.preset ?? 'quick-start', stage);
  // Without --from, a wrong flag is reported before the backend starts.
  if (from !== undefined) await useBackend(backend, context);
  const pretrained = from === undefined ? undefined : await openPretrained(from, stage);
  try {
    const resolved = resolveOptions({
      ...{ stage, preset: preset.name, profile: given.profile },
      pretrained: pretrained?.network,
      overrides: {
        ...(pretrained?.base && { stage1: pretrained.base.path }),
        ...given.overrides,
      },
    });
    if (from === undefined) await useBackend(backend, context);
    const options = await followDataset(resolved, preset, choices(given, stage));
    if (given.dryRun) {
      await dryRun(options, { preset, profile: given.profile, pretrained }, context);
      return undefined;
    }
    return await createRun(options, outdir, undefined, pretrained);
  } finally {
    pretrained?.dispose();
  }
}

/** A new run like `source`, on the same data, but for what the flags replace. */
async function repeatRun(
  source: string,
  { overrides, outdir, backend }: TrainArguments,
  context: Context,
): Promise<string> {
  const settings = await readRunOptions(await requireRunDirectory(source));
  const options = checkOptions(applyOverrides(settings.options, overrides), 'command line');
  if (!('data' in overrides)) {
    const dataset = await openDataset(options.data);
    await dataset.close();
    requireSameData(source, await datasetHash(dataset), settings, dataset);
  }
  await useBackend(backend, context);
  const before = settings.madeWith;
  const differences = before ? compareOptions(before, await madeWith()) : [];
  if (differences.length > 0) {
    context.console.line(
      `${source} was made with other programs, so numbers may differ a little: ${differences.join('; ')}`,
    );
  }
  const from = settings.from?.source;
  const pretrained = from === undefined ? undefined : await openPretrained(from, options.stage);
  try {
    return await createRun(options, outdir, undefined, pretrained);
  } finally {
    pretrained?.dispose();
  }
}

/** Throws UsageError for flags that begin a training in two ways. */
function requireOneBeginning(given: TrainArguments): void {
  const { resume, from, fromRun, preset, profile, dryRun: isDry } = given;
  if (resume !== undefined && (from !== undefined || fromRun !== undefined)) {
    const other = from === undefined ? '--from-run' : '--from';
    throw new UsageError(
      `${other} starts a new run, and --resume continues one; give one of the two`,
    );
  }
  const others = { '--from': from, '--preset': preset, '--profile': profile };
  const [other] = Object.entries(others).find(([, value]) => value !== undefined) ?? [];
  if (fromRun !== undefined && (other !== undefined || isDry)) {
    throw new UsageError(
      `--from-run takes all options of a run; leave out ${other ?? '--dry-run'}, or give options one by one`,
    );
  }
}

async function finish(
  run: string,
  { tensorboard }: TrainArguments,
  context: Context,
): Promise<void> {
  const { step, isFinished } = await trainRun(run, context, { tensorboard });
  if (!isFinished) sayStopped(step, `stackgan train --resume ${run}`, context);
  context.console.line(`finished ${step} steps; look at ${join(run, 'report.html')}`);
}

// A resumed run uses its saved options; options that are given again must agree with them.
async function requireSameOptions(run: string, given: TrainArguments): Promise<void> {
  const saved = (await readRunOptions(run)).options;
  const asked = given.preset === undefined ? saved : withPreset(saved, given.preset);
  const differences = compareOptions(saved, applyOverrides(asked, choices(given, saved.stage)));
  if (differences.length > 0) throw new ResumeMismatchError(run, differences);
}

/** The options of a preset, but for what does not come from presets. */
function withPreset(saved: TrainOptions, preset: string) {
  const { options } = findPreset(preset, saved.stage);
  return {
    ...options,
    // The data set may have chosen it.
    batch: { ...options.batch, captions: saved.batch.captions },
    ...(saved.stage === 2 && { stage1: saved.stage1 }),
  };
}

/** The options that flags and profile set, by dotted path. */
const choices = ({ profile, overrides }: TrainArguments, stage: 1 | 2): OptionOverrides => ({
  ...(profile !== undefined && profileOverrides(profile, stage)),
  ...overrides,
});
