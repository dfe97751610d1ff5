import { execFileSync } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../testing/tiny.js';
import { readWithChecksums, writeWithChecksums } from './checksums.js';

const files = { 'a.json': '{"ä":1}', 'b.bin': [new Uint8Array([1, 2]), new Uint8Array([3])] };

async function filled(): Promise<string> {
  const folder = await temporaryFolder();
  const write = (name: string, data: unknown) =>
    writeFile(join(folder, name), typeof data === 'string' ? data : (data as Uint8Array[]));
  await writeWithChecksums(files, write);
  return folder;
}

it('writes what sha256sum checks, and reads it back', async () => {
  const folder = await filled();
  const read = await readWithChecksums(folder, ['a.json', 'b.bin']);
  expect(read['a.json'].toString()).toBe(files['a.json']);
  expect([...read['b.bin']]).toEqual([1, 2, 3]);
  if (process.platform !== 'linux') return;
  const said = execFileSync('sha256sum', ['--check', 'SHA256SUMS'], { cwd: folder });
  expect(said.toString()).toBe('a.json: OK\nb.bin: OK\n');
});

it.each([
  ['a flipped bit', 'b.bin has another checksum', (at: string) => flip(join(at, 'b.bin'))],
  ['a file cut off', 'b.bin has another checksum', (at: string) => cut(join(at, 'b.bin'))],
  ['a missing file', 'a.json is missing', (at: string) => rm(join(at, 'a.json'))],
  ['missing sums', 'SHA256SUMS is missing', (at: string) => rm(join(at, 'SHA256SUMS'))],
  ['sums cut off', 'a.json is not in SHA256SUMS', (at: string) => cut(join(at, 'SHA256SUMS'))],
])('finds %s', async (_, message, damage) => {
  const folder = await filled();
  await damage(folder);
  await expect(readWithChecksums(folder, ['a.json', 'b.bin'])).rejects.toMatchObject({
    ...{ name: 'ChecksumError', message },
  });
});

async function flip(path: string): Promise<void> {
  const bytes = await readFile(path);
  bytes[0]! ^= 4;
  await writeFile(path, bytes);
}

const cut = async (path: string) => writeFile(path, (await readFile(path)).subarray(0, 2));
