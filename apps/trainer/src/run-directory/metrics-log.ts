import { join } from 'node:path';
import { updateCard } from './card-metrics.js';
import { appendEvaluationEvent } from './tensorboard-log.js';
import { appendLine, readLines, rewindLines } from '../files/json-lines.js';
import { type RunEvaluation, runEvaluationSchema } from '../records/evaluation-schema.js';

const fileOf = (run: string): string => join(run, 'metrics.jsonl');

/**
 * Appends one evaluation to metrics.jsonl of a run, and adds it to the model card of its snapshot,
 * and to the TensorBoard events of the run, if it has any.
 */
export async function appendEvaluation(run: string, evaluation: RunEvaluation): Promise<void> {
  await appendLine(fileOf(run), evaluation);
  await appendEvaluationEvent(run, evaluation);
  await updateCard(run, evaluation.step, await readEvaluationsAt(run, evaluation.step));
}

/** The evaluations of a run, oldest first. */
export const readEvaluations = (run: string): Promise<RunEvaluation[]> =>
  readLines(fileOf(run), runEvaluationSchema);

/** The evaluations of one step of a run. */
export const readEvaluationsAt = async (run: string, step: number): Promise<RunEvaluation[]> =>
  (await readEvaluations(run)).filter((one) => one.step === step);

/** Drops the evaluations after `step`. */
export const rewindEvaluations = (run: string, step: number): Promise<void> =>
  rewindLines(fileOf(run), step);
