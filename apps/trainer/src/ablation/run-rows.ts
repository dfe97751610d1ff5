import { basename, join } from 'node:path';
import type { Measurement } from '../records/evaluation.js';
import type { Context } from '../shared/context.js';
import { sayStopped } from '../shared/stopped.js';
import { DivergenceError, UsageError } from '../shared/errors.js';
import { numberText } from '../records/evaluation-table.js';
import { findPreset } from '../presets/find-preset.js';
import { findSnapshot, listNumbered } from '../run-directory/run-directory.js';
import { readRunOptions } from '../run-directory/run-options.js';
import { createRun } from '../training/create-run.js';
import { followDataset } from '../training/follow-dataset.js';
import { isFinished, trainRun } from '../training/train-run.js';
import { type AblationRecord, type Measured, writeAblationRecord } from './ablation-record.js';
import { measureResized, measureRun, type Measuring } from './measure-row.js';
import { type AblationOptions, rowOptions, type StageOverrides } from './row-options.js';
import { faultOf, keyOf } from './row-record.js';
import { type AblationRow, baseOf } from './rows.js';

/** Context of an ablation. */
export interface Ablation {
  readonly outdir: string;
  readonly options: AblationOptions;
  readonly overrides: StageOverrides;
  readonly record: AblationRecord;
  readonly measuring: Measuring;
  /** The command that resumes it after Ctrl-C. */
  readonly command: string;
  readonly context: Context;
}

/**
 * Trains `row` with `seed`, or resumes it, after the row that it builds on; returns its run.
 * Undefined if either diverged, now or earlier; `faultOf` says how.
 */
export async function trainRow(
  row: AblationRow,
  seed: number,
  ablation: Ablation,
): Promise<string | undefined> {
  const { outdir, options, overrides, record, command, context } = ablation;
  const base = baseOf(row);
  const baseRun = base && (await trainRow(base, seed, ablation));
  if (faultOf(row, seed, record) !== undefined) return undefined;
  const stage1 = baseRun && (await findSnapshot(baseRun));
  const key = keyOf(row, seed);
  if (record.runs[key] === undefined) {
    const trainExamples = ablation.measuring.evaluator.dataset.info.counts.train;
    const trained = rowOptions(row, options, {
      ...{ seed, trainExamples, overrides },
      ...(stage1 && { stage1 }),
    });
    const { stage } = trained;
    const preset = findPreset(options.preset, stage);
    const followed = await followDataset(trained, preset, overrides[`stage${stage}`] ?? {});
    const run = await createRun(followed, outdir, `${row.id}-seed${seed}`);
    record.runs[key] = basename(run);
    await writeAblationRecord(outdir, record);
  }
  const run = join(outdir, record.runs[key]);
  if (await isFinished(run)) return run;
  context.console.line(`Training ${row.id}, seed ${seed}`);
  try {
    const { step, isFinished: isDone } = await trainRun(run, context);
    if (!isDone) sayStopped(step, command, context);
    return run;
  } catch (error) {
    // Divergence with the options of the preset is a result, too.
    if (!(error instanceof DivergenceError)) throw error;
    const { step, quantity, value } = error;
    const fault = `seed ${seed} diverged at step ${step}: ${quantity} is ${value}`;
    record.faults[key] = fault;
    await writeAblationRecord(outdir, record);
    context.console.line(
      `${row.id}, ${fault}; it has no numbers, and neither have rows that build on it`,
    );
    return undefined;
  }
}

/** The measurements of `row` with `seed`, from now or earlier; the reason if it diverged. */
export async function measureRow(
  row: AblationRow,
  seed: number,
  ablation: Ablation,
): Promise<Measured> {
  const { measuring } = ablation;
  const how = `${measuring.names.join()} of ${measuring.samples}`;
  return measured(row, seed, how, ablation, (run) => measureRun(run, measuring));
}

/**
 * The measurements of `row` with `seed` after three quarters of its training; none if it has no
 * snapshot from there, as one of a single step.
 */
export async function measureEarlierRow(
  row: AblationRow,
  seed: number,
  ablation: Ablation,
): Promise<Measured> {
  const { measuring } = ablation;
  const how = `${measuring.names.join()} of ${measuring.samples}, earlier`;
  return measured(row, seed, how, ablation, async (run) => {
    const snapshot = await earlierSnapshot(run);
    return snapshot === undefined ? [] : measureRun(snapshot, measuring);
  });
}

/** The snapshot of `run` after three of the four parts of its training, if it is not the last. */
async function earlierSnapshot(run: string): Promise<string | undefined> {
  const { totalSteps } = await readRunOptions(run);
  const step = 3 * Math.ceil(totalSteps / 4);
  const found = (await listNumbered(run, 'snapshot')).find((one) => one.step === step);
  return step < totalSteps ? found?.path : undefined;
}

/** Inception Score of `row` with `seed` after resizing its images. */
export async function measureResizedRow(
  row: AblationRow,
  seed: number,
  ablation: Ablation,
): Promise<Measured> {
  const { measuring } = ablation;
  const how = `is of ${measuring.samples}, resized`;
  return measured(row, seed, how, ablation, (run) => measureResized(run, measuring));
}

async function measured(
  row: AblationRow,
  seed: number,
  how: string,
  { outdir, record, measuring, context }: Ablation,
  measure: (run: string) => Promise<readonly Measurement[]>,
): Promise<Measured> {
  const fault = faultOf(row, seed, record);
  if (fault !== undefined) return { measurements: [], fault };
  const key = `${keyOf(row, seed)} ${how} by ${measuring.evaluator.extractor.name}`;
  const known = record.measured[key];
  if (known) return known;
  const now = await measure(join(outdir, record.runs[keyOf(row, seed)]!)).then(
    (measurements): Measured => ({ measurements: [...measurements] }),
    (error: unknown): Measured => ({ measurements: [], fault: faultOfImages(error) }),
  );
  record.measured[key] = now;
  await writeAblationRecord(outdir, record);
  const numbers = now.measurements.map((one) => `${one.name} ${numberText(one)}`);
  context.console.line(`${row.id}, seed ${seed}: ${now.fault ?? numbers.join('  ')}`);
  return now;
}

/** The fault of the images, if `error` is about them: a collapsed network is a result, too. */
function faultOfImages(error: unknown): string {
  const isOfImages = (error as Error).name === 'MetricError' || error instanceof UsageError;
  if (!isOfImages) throw error;
  return (error as Error).message;
}
