import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../workspaces.js';
import { command } from './command.js';
import type { Tally } from './tally.js';

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

/** Runs all vitest projects and counts each test. A file that does not load counts as a failure. */
export async function unitTests(tally: Tally): Promise<void> {
  const file = join(root, '.cache/vitest.json');
  await mkdir(join(root, '.cache'), { recursive: true });
  await rm(file, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  // With CI set, a missing snapshot is an error; without it, vitest writes the snapshot.
  const error = await command('vitest', ['run', ...reporters], {
    live: true,
    env: { CI: '1' },
  }).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  const report = await readFile(file, 'utf8').then(
    (text) => JSON.parse(text) as VitestReport,
    () => undefined,
  );
  if (!report) return tally.add(0, 1);
  const unloaded = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + unloaded;
  // After an error outside of tests, vitest fails although no test does.
  tally.add(report.numPassedTests, failed === 0 && error !== undefined ? 1 : failed);
}
