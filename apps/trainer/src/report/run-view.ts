import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunEvaluation } from '../records/evaluation-schema.js';
import { readEvaluations } from '../run-directory/metrics-log.js';
import { readTicks } from '../run-directory/run-log.js';
import { readRunOptions, type RunOptions } from '../run-directory/run-options.js';
import type { Tick } from '../shared/tick-statistics.js';

/** What `stackgan watch` shows of a run. */
export interface RunView {
  /** The run directory. */
  readonly path: string;
  readonly run: RunOptions;
  /** Oldest first, as are evaluations and log. */
  readonly ticks: readonly Tick[];
  readonly evaluations: readonly RunEvaluation[];
  /** The complete lines of log.txt. */
  readonly log: readonly string[];
  /** When the run was created, in milliseconds since 1970. */
  readonly createdAt: number;
  /** When the last tick was written, in milliseconds since 1970; undefined before the first. */
  readonly lastTickAt: number | undefined;
}

/** Reads a run, also one that is written to; a line that is not complete is left out. */
export async function readRunView(path: string): Promise<RunView> {
  const log = await readFile(join(path, 'log.txt'), 'utf8').catch(() => '');
  return {
    path,
    run: await readRunOptions(path),
    ticks: await readTicks(path),
    evaluations: await readEvaluations(path),
    log: log.split('\n').slice(0, -1),
    createdAt: (await stat(join(path, 'options.json'))).mtimeMs,
    lastTickAt: (await stat(join(path, 'stats.jsonl')).catch(() => undefined))?.mtimeMs,
  };
}

/** A text that differs if `readRunView` would read something else. */
export async function versionOfRun(path: string): Promise<string> {
  const files = ['options.json', 'stats.jsonl', 'metrics.jsonl', 'log.txt'];
  const versions = files.map(async (file) => {
    const found = await stat(join(path, file)).catch(() => undefined);
    return `${found?.mtimeMs}/${found?.size}`;
  });
  return (await Promise.all(versions)).join(' ');
}
