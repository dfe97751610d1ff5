import { basename } from 'node:path';
import type { RunEvaluation } from '../records/evaluation-schema.js';
import { reportPage } from '../report/report-page.js';
import { readEvaluations } from '../run-directory/metrics-log.js';
import { readTicks } from '../run-directory/run-log.js';
import type { Context } from '../shared/context.js';
import { spread } from '../shared/spread.js';
import type { Tick } from '../shared/tick-statistics.js';
import { type PackagedStage, withoutFolders } from './packaged-stages.js';

/** A longer log is thinned to this number of ticks, evenly spread. */
const MOST_TICKS = 500;

/** Losses and measurements over time: two files of each stage for programs, and a page of curves. */
export async function writeTrainingLogs(
  stages: readonly PackagedStage[],
  write: (name: string, text: string) => Promise<void>,
  { console }: Context,
): Promise<void> {
  for (const { stage, run, step, settings } of stages) {
    if (run === undefined || settings === undefined) {
      console.line(`the run of Stage-${stage === 1 ? 'I' : 'II'} is gone: its losses are left out`);
      continue;
    }
    const { ticks, evaluations } = await trainingLog(run, step);
    await write(`training/stage${stage}.jsonl`, jsonLines(ticks));
    await write(`training/stage${stage}-metrics.jsonl`, jsonLines(evaluations));
    // What stopped at `step` is not training any more.
    const name = `Stage-${stage === 1 ? 'I' : 'II'}`;
    const trained = { ...withoutFolders(settings), totalSteps: step };
    const page = reportPage({ name, run: trained, ticks, evaluations, grids: [] });
    await write(`training/stage${stage}.html`, page);
  }
}

const jsonLines = (list: readonly object[]): string =>
  list.map((one) => `${JSON.stringify(one)}\n`).join('');

/** The ticks, thinned, and the evaluations of a run up to `step`. */
async function trainingLog(
  run: string,
  step: number,
): Promise<{ ticks: Tick[]; evaluations: RunEvaluation[] }> {
  const until = <T extends { step: number }>(list: readonly T[]) =>
    list.filter((one) => one.step <= step);
  const evaluations = until(await readEvaluations(run));
  return {
    ticks: spread(until(await readTicks(run)), MOST_TICKS),
    // `of` is the path of the snapshot.
    evaluations: evaluations.map((one) => ({ ...one, of: basename(one.of) })),
  };
}
