import { join } from 'node:path';
import { appendLine, readLines, rewindLines } from '../run-directory/json-lines.js';
import type { Evaluation } from './evaluate-pictures.js';

/** An evaluation of a run, at one of its steps. */
export interface RunEvaluation extends Evaluation {
  readonly step: number;
}

const fileOf = (run: string): string => join(run, 'metrics.jsonl');

/** Appends one evaluation to metrics.jsonl of a run. */
export const appendEvaluation = (run: string, evaluation: RunEvaluation): Promise<void> =>
  appendLine(fileOf(run), evaluation);

/** The evaluations of a run, oldest first. */
export const readEvaluations = (run: string): Promise<RunEvaluation[]> => readLines(fileOf(run));

/** Drops the evaluations after `step`. */
export const rewindEvaluations = (run: string, step: number): Promise<void> =>
  rewindLines(fileOf(run), step);
