import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/tiny.js';
import { readStartRecord, writeStartRecord } from './start-record.js';

it('readStartRecord forgets runs that are gone, and Stage-II with its Stage-I', async () => {
  const outdir = await temporaryFolder();
  expect(await readStartRecord(join(outdir, 'nowhere'))).toEqual({});
  for (const run of ['a', 'b']) {
    await mkdir(join(outdir, run));
    await writeFile(join(outdir, run, 'options.json'), '{}');
  }
  await writeStartRecord(outdir, { stage1: 'a', stage2: 'b' });
  expect(await readStartRecord(outdir)).toEqual({ stage1: 'a', stage2: 'b' });
  await rm(join(outdir, 'b'), { recursive: true });
  expect(await readStartRecord(outdir)).toEqual({ stage1: 'a' });
  await rm(join(outdir, 'a'), { recursive: true });
  expect(await readStartRecord(outdir)).toEqual({});
  await writeFile(join(outdir, 'start.json'), '{"stage1":');
  expect(await readStartRecord(outdir)).toEqual({});
});
