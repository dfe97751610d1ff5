import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/tiny.js';
import { readAblationRecord, writeAblationRecord } from './ablation-record.js';

const options = { data: 'd', preset: 'p', steps1: 1, steps2: undefined };

async function withRuns(...names: string[]): Promise<string> {
  const outdir = await temporaryFolder();
  for (const name of names) {
    await mkdir(join(outdir, name));
    await writeFile(join(outdir, name, 'options.json'), '{}');
  }
  return outdir;
}

it('keeps the fault of a run until its folder is gone', async () => {
  const outdir = await withRuns('one', 'two');
  const record = {
    ...(await readAblationRecord(outdir, options)),
    runs: { 'seed0/a': 'one', 'seed0/b': 'two' },
    faults: { 'seed0/a': 'seed 0 diverged', 'seed0/b': 'seed 0 diverged, too' },
  };
  await writeAblationRecord(outdir, record);
  expect(await readAblationRecord(outdir, options)).toEqual({
    ...record,
    options: expect.anything() as object,
  });
  await rm(join(outdir, 'one'), { recursive: true });
  const { runs, faults } = await readAblationRecord(outdir, options);
  expect(runs).toEqual({ 'seed0/b': 'two' });
  expect(faults).toEqual({ 'seed0/b': 'seed 0 diverged, too' });
});

it('reads a record from before there were faults', async () => {
  const outdir = await withRuns('one');
  const { faults: _, ...old } = {
    ...(await readAblationRecord(outdir, options)),
    runs: { 'seed0/a': 'one' },
    measured: { 'seed0/a is of 10 by tiny': { measurements: [], fault: 'all alike' } },
  };
  await writeFile(join(outdir, 'ablate.json'), JSON.stringify(old));
  const { runs, measured, faults } = await readAblationRecord(outdir, options);
  expect({ runs, measured, faults }).toEqual({
    runs: old.runs,
    measured: old.measured,
    faults: {},
  });
});
