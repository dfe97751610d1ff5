import { readdir, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/tiny.js';
import { lockFolder } from './lock-folder.js';

const lock = (folder: string, content: unknown) =>
  writeFile(
    join(folder, 'lock.json'),
    typeof content === 'string' ? content : JSON.stringify(content),
  );
const host = hostname();

it('is held until it is given back', async () => {
  const folder = await temporaryFolder();
  const unlock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toMatchObject({
    name: 'FolderLockedError',
    owner: { pid: process.pid, host },
  });
  await unlock();
  await (
    await lockFolder(folder)
  )();
  expect(await readdir(folder)).toEqual([]);
});

it.each([
  ['of an ended process', { pid: 999_999_999, host }],
  ['whose id another process has now', { pid: process.ppid, host, began: '1' }],
])('takes over a lock %s', async (_, content) => {
  if ('began' in content && process.platform !== 'linux') return;
  const folder = await temporaryFolder();
  await lock(folder, content);
  await (
    await lockFolder(folder)
  )();
  expect(await readdir(folder)).toEqual([]);
});

it.each([
  ['of a running process', { pid: process.ppid, host }, `process ${process.ppid} on ${host}`],
  ['of another machine', { pid: 1, host: 'elsewhere' }, 'process 1 on elsewhere works in'],
  ['that is being written', '', 'another process works in'],
])('respects a lock %s', async (_, content, message) => {
  const folder = await temporaryFolder();
  await lock(folder, content);
  await expect(lockFolder(folder)).rejects.toThrow(message);
});

it('takes over a lock whose writer was killed before it wrote', async () => {
  const folder = await temporaryFolder();
  await lock(folder, '');
  await utimes(join(folder, 'lock.json'), 0, 0);
  await (
    await lockFolder(folder)
  )();
});

it.each([
  ['an ended process', '999999999', 0],
  ['a process whose id another one has now', String(process.ppid), 5],
])('goes on after %s that was killed while it took over a lock', async (_, pid, age) => {
  const folder = await temporaryFolder();
  const takeover = join(folder, 'lock.json.takeover');
  for (const isLocked of [true, false]) {
    if (isLocked) await lock(folder, { pid: 999_999_999, host });
    await writeFile(takeover, pid);
    const written = Date.now() / 1000 - age;
    await utimes(takeover, written, written);
    await (
      await lockFolder(folder)
    )();
    expect(await readdir(folder)).toEqual([]);
  }
});

it('has one owner, however many ask at once for a stale one, again and again', async () => {
  const folder = await temporaryFolder();
  for (let time = 0; time < 40; time++) {
    await lock(folder, { pid: 999_999_999, host });
    const asked = await Promise.allSettled(Array.from({ length: 8 }, () => lockFolder(folder)));
    const owners = asked.filter((one) => one.status === 'fulfilled');
    expect(owners).toHaveLength(1);
    await owners[0]!.value();
    expect(await readdir(folder)).toEqual([]);
  }
});
