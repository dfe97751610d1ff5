import { mkdir, readdir, readFile, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, it } from 'vitest';

import { temporaryFolder } from '../testing/temporary-folder.js';
import { fillFolder } from './fill-folder.js';

it('replaces a folder only when asked to, and keeps the old one when it fails', async () => {
  const parent = await temporaryFolder();
  const target = join(parent, 'set');
  const fill = (text: string) => (folder: string) => writeFile(join(folder, text), text);
  await fillFolder(target, fill('old'));
  await expect(fillFolder(target, fill('new'))).rejects.toMatchObject({ fault: 'exists' });
  const fail = () => Promise.reject(new Error('stopped'));
  await expect(fillFolder(target, fail, { replace: true })).rejects.toThrow('stopped');
  expect(await readdir(target)).toEqual(['old']);
  await fillFolder(target, fill('new'), { replace: true });
  expect(await readdir(target)).toEqual(['new']);
  expect(await readFile(join(target, 'new'), 'utf8')).toBe('new');
  expect(await readdir(parent)).toEqual(['set']);
});

it('removes what processes left that have ended, and leaves those that run alone', async () => {
  const parent = await temporaryFolder();
  const reused = `.set.partial-${process.pid}-1`;
  const [ended, running] = ['.set.partial-999999999-1', `.set.partial-${process.ppid}-1`] as const;
  for (const name of [ended, reused, running]) await mkdir(join(parent, name));
  await fillFolder(join(parent, 'set'), () => Promise.resolve(), { replace: true });
  expect((await readdir(parent)).sort()).toEqual([running, 'set'].sort());
});

it('refuses a folder that another process fills, and names it', async () => {
  const parent = await temporaryFolder();
  const [target, running] = [join(parent, 'set'), join(parent, `.set.partial-${process.ppid}-1`)];
  await mkdir(running);
  const fill = () => Promise.reject(new Error('filled'));
  await expect(fillFolder(target, fill)).rejects.toMatchObject({
    fault: 'exists',
    message: `process ${process.ppid} is writing ${target}; wait until it ends or choose another folder (if it does not write there, remove ${running})`,
  });
  expect(await readdir(parent)).toEqual([`.set.partial-${process.ppid}-1`]);
});

it('tells how to go on with what a killed process left whose id another one has now', async () => {
  const parent = await temporaryFolder();
  const [target, left] = [join(parent, 'set'), join(parent, `.set.partial-${process.ppid}-1`)];
  await mkdir(left);
  await writeFile(join(left, 'first'), '');
  const fill = (folder: string) => writeFile(join(folder, 'second'), '');
  const free = join(parent, '.set.partial-kept');
  await expect(fillFolder(target, fill, { keep: () => true })).rejects.toThrow(
    `(if it does not write there, rename ${left} to ${free}, to go on with it)`,
  );
  await rename(left, free);
  await fillFolder(target, fill, { keep: () => true });
  expect((await readdir(target)).sort()).toEqual(['first', 'second']);
});

it('fills a folder once, if asked twice at once', async () => {
  const target = join(await temporaryFolder(), 'set');
  let second: Promise<void> = Promise.resolve();
  await fillFolder(target, async (folder) => {
    second = fillFolder(target, () => Promise.reject(new Error('filled')));
    await expect(second).rejects.toThrow(`process ${process.pid} is writing ${target}`);
    await writeFile(join(folder, 'first'), '');
  });
  expect(await readdir(target)).toEqual(['first']);
});

it('names the folder that another process has filled meanwhile', async () => {
  const target = join(await temporaryFolder(), 'set');
  const race = fillFolder(target, async () => {
    await mkdir(target);
    await writeFile(join(target, 'theirs'), '');
  });
  await expect(race).rejects.toMatchObject({ fault: 'exists' });
  expect(await readdir(target)).toEqual(['theirs']);
});

it('goes on with what an interrupted call left, if it may', async () => {
  const parent = await temporaryFolder();
  const target = join(parent, 'set');
  const stop = (text: string) => async (folder: string) => {
    await writeFile(join(folder, text), '');
    throw new Error(text);
  };
  const keep = (error: unknown) => (error as Error).message !== 'broken';
  await expect(fillFolder(target, stop('first'), { keep })).rejects.toThrow('first');
  expect(await readdir(parent)).toEqual(['.set.partial-kept']);
  await expect(fillFolder(target, stop('second'), { keep })).rejects.toThrow('second');
  // As if its process had been killed.
  await rename(join(parent, '.set.partial-kept'), join(parent, '.set.partial-999999999-1'));
  let found: string[] = [];
  await fillFolder(target, async (folder) => void (found = await readdir(folder)), { keep });
  expect(found.sort()).toEqual(['first', 'second']);
  expect(await readdir(parent)).toEqual(['set']);

  const other = join(parent, 'other');
  await expect(fillFolder(other, stop('kept'), { keep })).rejects.toThrow('kept');
  await expect(fillFolder(other, stop('broken'), { keep })).rejects.toThrow('broken');
  expect(await readdir(parent)).toEqual(['set']);
  await expect(fillFolder(other, stop('kept'), { keep })).rejects.toThrow('kept');
  await fillFolder(other, async (folder) => expect(await readdir(folder)).toEqual([]));
  expect((await readdir(parent)).sort()).toEqual(['other', 'set']);
});

it('does not go on in a folder that a link leads to', async () => {
  const parent = await temporaryFolder();
  const elsewhere = join(parent, 'elsewhere');
  await mkdir(elsewhere);
  await symlink(elsewhere, join(parent, '.set.partial-kept'));
  const write = (folder: string) => writeFile(join(folder, 'a'), '');
  await fillFolder(join(parent, 'set'), write, { keep: () => true });
  expect(await readdir(elsewhere)).toEqual([]);
  expect((await readdir(parent)).sort()).toEqual(['elsewhere', 'set']);
});

it('removes the notes for the next call when all is done, and keeps them when it fails', async () => {
  const parent = await temporaryFolder();
  const options = { keep: () => true, notes: 'notes' };
  const fill = async (folder: string) => {
    const isLeft = (await readdir(folder)).includes('notes');
    await writeFile(join(folder, 'notes'), '');
    if (!isLeft) throw new Error('stopped');
  };
  await expect(fillFolder(join(parent, 'set'), fill, options)).rejects.toThrow('stopped');
  expect(await readdir(join(parent, '.set.partial-kept'))).toEqual(['notes']);
  await fillFolder(join(parent, 'set'), fill, options);
  expect(await readdir(join(parent, 'set'))).toEqual([]);
});
