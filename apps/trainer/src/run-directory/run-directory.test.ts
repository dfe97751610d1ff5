import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../testing/tiny.js';
import {
  createRunDirectory,
  findSnapshot,
  listNumbered,
  listRuns,
  numberedPath,
  requireRunDirectory,
} from './run-directory.js';
import { readRunOptions } from './run-options.js';
import { writeFileAtomically, writeFolderAtomically } from '../files/write-atomically.js';

describe('createRunDirectory', () => {
  it('counts on from the highest number there, whatever else lies about', async () => {
    const outdir = join(await temporaryFolder(), 'deep', 'runs');
    expect(await createRunDirectory(outdir, 'emoji-stage1')).toBe(
      join(outdir, '00000-emoji-stage1'),
    );
    await mkdir(join(outdir, '00041-old'));
    await mkdir(join(outdir, 'notes'));
    await writeFile(join(outdir, 'start.json'), '{}');
    expect(await createRunDirectory(outdir, 'x')).toBe(join(outdir, '00042-x'));
    expect((await listRuns(outdir)).map((run) => run.slice(-8))).toEqual([
      'i-stage1',
      '0041-old',
      '/00042-x',
    ]);
    expect(await listRuns(join(outdir, 'nowhere'))).toEqual([]);
  });
});

describe('findSnapshot', () => {
  it('takes the newest, and leaves half-written ones aside', async () => {
    const run = await createRunDirectory(await temporaryFolder(), 'x');
    await writeFile(join(run, 'options.json'), '{}');
    await expect(findSnapshot(run)).rejects.toThrow('has no snapshot yet; go on training with');
    for (const step of [2, 1000000, 30]) await mkdir(numberedPath(run, 'snapshot', step));
    await mkdir(join(run, '.snapshot-9000000.partial-1'));
    expect(await findSnapshot(run)).toBe(join(run, 'snapshot-1000000'));
    expect(await findSnapshot(join(run, 'snapshot-000002'))).toBe(join(run, 'snapshot-000002'));
    expect((await listNumbered(run, 'snapshot')).map(({ step }) => step)).toEqual([2, 30, 1000000]);
  });

  it('tells a missing run from a half-written one', async () => {
    const folder = await temporaryFolder();
    await expect(requireRunDirectory(join(folder, 'no'))).rejects.toThrow('no run directory');
    await expect(requireRunDirectory(folder)).rejects.toThrow('no options.json in it');
  });
});

describe('readRunOptions', () => {
  it.each([
    ['{"format":1,', 'options.json is half-written'],
    ['{"format":99}', 'has format 99, this version reads up to 1'],
    ['{"format":1}', 'options.json is damaged'],
    ['{"format":1,"totalSteps":"9"}', 'totalSteps is "9"; invalid input: expected number'],
  ])('says what is wrong with %s', async (text, message) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'options.json'), text);
    await expect(readRunOptions(folder)).rejects.toThrow(message);
  });
});

describe('writing atomically', () => {
  it('leaves the old file or folder whole when it fails, and nothing beside it', async () => {
    const folder = await temporaryFolder();
    const target = join(folder, 'state-000001');
    await writeFolderAtomically(target, (write) => write('sub/a', 'old'));
    const full = Object.assign(new Error('no space'), { code: 'ENOSPC' });
    const attempt = writeFolderAtomically(target, async (write) => {
      await write('sub/a', 'new');
      throw full;
    });
    await expect(attempt).rejects.toBe(full);
    expect(await readFile(join(target, 'sub', 'a'), 'utf8')).toBe('old');
    expect(await readdir(folder)).toEqual(['state-000001']);

    // A folder cannot be replaced by a file: renaming fails after writing.
    await expect(writeFileAtomically(target, 'x')).rejects.toThrow();
    expect(await readdir(folder)).toEqual(['state-000001']);
  });
});
