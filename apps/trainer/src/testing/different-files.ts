import { readdir, readFile } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import { readProbes } from '../run-directory/health-log.js';
import { readEvaluations } from '../run-directory/metrics-log.js';
import { listNumbered } from '../run-directory/run-directory.js';
import { readTicks } from '../run-directory/run-log.js';

/**
 * In which files two runs of the same options differ: one line each. Not compared are times, memory,
 * logs in words, and states before the last.
 */
export async function differentFiles(run: string, other: string): Promise<string[]> {
  const [own, others] = [await filesOf(run), await filesOf(other)];
  const differences = [
    ...own.filter((file) => !others.includes(file)).map((file) => `${file} is too much`),
    ...others.filter((file) => !own.includes(file)).map((file) => `${file} is missing`),
  ];
  for (const file of own.filter((name) => others.includes(name))) {
    if (!/\.(safetensors|bin|png)$/.test(file)) continue;
    const [one, two] = [await readFile(join(run, file)), await readFile(join(other, file))];
    if (!one.equals(two)) differences.push(`${file} has other bytes`);
  }
  for (const [file, read] of Object.entries(LINES)) {
    const [one, two] = [await read(run), await read(other)].map((lines) => JSON.stringify(lines));
    if (one !== two) differences.push(`${file} has other lines`);
  }
  return differences;
}

const LINES = {
  'stats.jsonl': async (run: string) =>
    (await readTicks(run)).map(({ step, kimg, epoch, learningRate, losses }) => ({
      ...{ step, kimg, epoch, learningRate, losses },
    })),
  'health.jsonl': readProbes,
  // Where the snapshot is differs.
  'metrics.jsonl': async (run: string) =>
    (await readEvaluations(run)).map((one) => ({ ...one, of: '' })),
};

async function filesOf(run: string): Promise<string[]> {
  const last = basename((await listNumbered(run, 'state')).at(-1)?.path ?? '');
  return (
    (await readdir(run, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(relative(run, parentPath), name))
      .filter((name) => !name.startsWith('state-') || name.startsWith(last))
      .filter((name) => name !== 'lock.json' && !name.startsWith('events.out'))
      // A killed process leaves a temporary file, which the next write replaces.
      .filter((name) => !name.endsWith('.partial'))
      .sort()
  );
}
