import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically } from '../run-directory/write-atomically.js';
import type { Evaluation } from './evaluate-pictures.js';

const FILE = 'metrics.jsonl';

/** An evaluation of a run, at one of its steps. */
export interface RunEvaluation extends Evaluation {
  readonly step: number;
}

/** Appends one evaluation to metrics.jsonl of a run. */
export const appendEvaluation = (run: string, evaluation: RunEvaluation): Promise<void> =>
  appendFile(join(run, FILE), `${JSON.stringify(evaluation)}\n`);

/** The evaluations of a run; a last line that was cut off by a crash is left out. */
export async function readEvaluations(run: string): Promise<RunEvaluation[]> {
  const text = await readFile(join(run, FILE), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as RunEvaluation];
    } catch {
      return [];
    }
  });
}

/** Drops the evaluations after `step`, which a resumed run is about to do again. */
export async function rewindEvaluations(run: string, step: number): Promise<void> {
  const all = await readEvaluations(run);
  const kept = all.filter((evaluation) => evaluation.step <= step);
  if (kept.length === all.length) return;
  const text = kept.map((evaluation) => `${JSON.stringify(evaluation)}\n`).join('');
  await writeFileAtomically(join(run, FILE), text);
}
