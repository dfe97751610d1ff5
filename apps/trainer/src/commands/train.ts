import type { OptionOverrides } from '../options/apply-overrides.js';
import { join } from 'node:path';
import { ResumeMismatchError, UsageError } from '../shared/errors.js';
import { compareOptions } from '../options/compare-options.js';
import { applyOverrides } from '../options/apply-overrides.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import type { TrainOptions } from '../options/train-options.js';
import { findPreset } from '../presets/find-preset.js';
import { profileOverrides } from '../profiles/find-profile.js';
import { findRun } from '../run-directory/run-directory.js';
import { readRunOptions } from '../run-directory/run-options.js';
import { createRun } from '../training/create-run.js';
import { openPretrained } from '../training/pretrained.js';
import { trainRun } from '../training/train-run.js';
import type { Context } from '../shared/context.js';
import { dryRun } from './dry-run.js';
import { sayStopped } from '../shared/stopped.js';
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
  /** Write TensorBoard events; a resumed run that has some goes on without the flag. */
  readonly tensorboard: boolean;
  readonly backend: string;
  readonly dryRun: boolean;
}

/** `stackgan train`: starts a new run, or resumes one. */
export async function train(given: TrainArguments, context: Context): Promise<void> {
  const { resume, from, outdir, backend } = given;
  if (resume !== undefined) {
    if (from !== undefined) {
      throw new UsageError(
        '--from starts a new run, and --resume continues one; give one of the two',
      );
    }
    const run = await findRun(resume, outdir);
    await requireSameOptions(run, given);
    await useBackend(backend, context);
    return finish(run, given, context);
  }
  const stage = given.overrides.stage;
  if (stage !== 1 && stage !== 2) throw new UsageError('train needs --stage 1 or --stage 2');
  const preset = findPreset(given.preset ?? 'quick-start', stage);
  // Without --from, a wrong flag is reported before the backend starts.
  if (from !== undefined) await useBackend(backend, context);
  const pretrained = from === undefined ? undefined : await openPretrained(from, stage);
  let run: string;
  try {
    const options = resolveOptions({
      ...{ stage, preset: preset.name, profile: given.profile },
      pretrained: pretrained?.network,
      overrides: {
        ...(pretrained?.base && { stage1: pretrained.base.path }),
        ...given.overrides,
      },
    });
    if (from === undefined) await useBackend(backend, context);
    if (given.dryRun) {
      return await dryRun(options, { preset, profile: given.profile, pretrained }, context);
    }
    run = await createRun(options, outdir, undefined, pretrained);
  } finally {
    pretrained?.dispose();
  }
  return finish(run, given, context);
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
  const asked =
    given.preset === undefined
      ? saved
      : { ...findPreset(given.preset, saved.stage).options, ...keepStage1(saved) };
  const overrides = {
    ...(given.profile !== undefined && profileOverrides(given.profile, saved.stage)),
    ...given.overrides,
  };
  const differences = compareOptions(saved, applyOverrides(asked, overrides));
  if (differences.length > 0) throw new ResumeMismatchError(run, differences);
}

const keepStage1 = (saved: TrainOptions) => (saved.stage === 2 ? { stage1: saved.stage1 } : {});
