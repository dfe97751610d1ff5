import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { temporaryFolder, writeFiles } from '../testing/temporary-folder.js';
import type { FileTree } from './file-tree.js';
import { openArchives } from './open-archives.js';

const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/archives/${name}`, import.meta.url));

const LARGE = Buffer.from(Array.from({ length: 256 * 400 }, (_, index) => index % 256));
const FILES = {
  'set/b.txt': 'bee',
  'set/a.txt': 'ay',
  'set/deep/er/c.txt': 'sea',
  'set/large.bin': LARGE.toString('latin1'),
};

const MOST = 2 ** 20;

const openTree = async (path: string): Promise<FileTree> => (await openArchives(path))!;

async function readAll(path: string): Promise<Record<string, string>> {
  const tree = await openTree(path);
  try {
    const contents = await Promise.all(tree.paths.map((name) => tree.read(name, MOST)));
    return Object.fromEntries(
      contents.map((bytes, i) => [tree.paths[i]!, Buffer.from(bytes).toString('latin1')]),
    );
  } finally {
    await tree.close();
  }
}

describe('openArchives', () => {
  it.each(['set.tar.gz', 'set.tgz', 'set.zip'])('reads %s', async (name) => {
    expect(await readAll(fixture(name))).toEqual(FILES);
  });

  it('reads the archives at the top of a folder as if they were unpacked there', async () => {
    const folder = await temporaryFolder();
    await writeFiles(folder, { 'notes.txt': 'more' });
    expect(await openArchives(folder)).toBeUndefined();
    await copyFile(fixture('set.tgz'), join(folder, 'a.tgz'));
    await copyFile(fixture('set.zip'), join(folder, 'b.zip'));
    expect(await readAll(folder)).toEqual(FILES);
    await writeFiles(folder, { 'set/a.txt': 'mine' });
    expect(await readAll(folder)).toEqual({});
  });

  it('lists links, which it does not follow', async () => {
    for (const [name, links] of [
      ['set.tgz', ['set/inner']],
      ['link.zip', ['set/link.png']],
    ] as const) {
      const tree = await openTree(fixture(name));
      expect(tree.links).toEqual(links);
      expect(tree.paths).not.toContain(links[0]);
      await tree.close();
    }
  });

  it('takes no folder for an archive, and no file that macOS puts beside one', async () => {
    const folder = await temporaryFolder();
    await writeFiles(folder, { 'a.zip/b.txt': 'bee', '._set.zip': 'attributes' });
    expect(await openArchives(folder)).toBeUndefined();
  });

  it('reads files in any order, and an archive again from its beginning', async () => {
    const tree = await openTree(fixture('set.tgz'));
    const read = async (path: string) => Buffer.from(await tree.read(path, MOST)).toString();
    const order = ['set/deep/er/c.txt', 'set/b.txt', 'set/b.txt', 'set/a.txt'];
    expect(await Promise.all(order.map(read))).toEqual(['sea', 'bee', 'bee', 'ay']);
    await expect(tree.read('set/none.txt', MOST)).rejects.toThrow(
      'set.tgz: set/none.txt is not there',
    );
    expect(await read('set/a.txt')).toBe('ay');
    await tree.close();
  });

  it('refuses a file of more bytes than it may have, by what the archive says', async () => {
    for (const name of ['set.tgz', 'set.zip']) {
      const tree = await openTree(fixture(name));
      await expect(tree.read('set/large.bin', 1000)).rejects.toMatchObject({
        ...{ name: 'DatasetError', fault: 'source' },
        message: expect.stringMatching(/large\.bin has 102400 bytes, more than 1000$/) as unknown,
      });
      expect((await tree.read('set/large.bin', MOST)).length).toBe(102_400);
      await tree.close();
    }
  });

  it.each([
    ['climbs.tgz', 'evil.txt leads out of the archive'],
    ['absolute.tgz', '/evil.txt leads out of the archive'],
    ['climbs.zip', 'evil.txt'],
    ['link-out.tgz', 'set/link is a link out of it, to ../../evil.txt'],
    ['link-absolute.tgz', 'set/link is a link out of it, to /etc/passwd'],
    ['hard-link-out.tgz', 'set/link is a link out of it, to ../evil.txt'],
    ['twice.tgz', 'a.txt is there twice'],
    ['link-out.zip', 'set/link is a link out of it, to ../../evil.txt'],
    ['link-long.zip', 'set/link is a link to a path of 6000 bytes'],
    ['cut.tar', 'cut.tar is damaged, cut off or no archive (it ends early)'],
    ['cut-header.tar', 'cut-header.tar is damaged, cut off or no archive (it ends early)'],
  ])('refuses %s', async (name, reason) => {
    await expect(openTree(fixture(name))).rejects.toMatchObject({
      ...{ name: 'DatasetError', fault: 'source' },
      message: expect.stringContaining(reason) as unknown,
    });
  });

  it('says that an archive is cut off, or none', async () => {
    const folder = await temporaryFolder();
    for (const name of ['set.tgz', 'set.zip']) {
      const path = join(folder, name);
      const bytes = await readFile(fixture(name));
      await writeFile(path, bytes.subarray(0, bytes.length - 40));
      await expect(openTree(path)).rejects.toThrow(`${path} is damaged, cut off or no archive (`);
      await writeFile(path, 'hello');
      await expect(openTree(path)).rejects.toThrow(`${path} is no archive`);
    }
  });

  it('reads mutated archives as files or a DatasetError', async () => {
    const folder = await temporaryFolder();
    const originals = await Promise.all(
      ['set.tgz', 'set.zip'].map((name) => readFile(fixture(name))),
    );
    let count = 0;
    const edit = fc.tuple(fc.nat(5000), fc.nat(255));
    const property = fc.asyncProperty(
      fc.constantFrom(...originals),
      fc.array(edit, { minLength: 1, maxLength: 4 }),
      async (original, edits) => {
        const bytes = Buffer.from(original);
        for (const [at, value] of edits) bytes[at % bytes.length] = value;
        const path = join(folder, `${count++}`);
        await writeFile(path, bytes);
        await readAll(path).catch((error: Error) => expect(error.name).toBe('DatasetError'));
      },
    );
    await fc.assert(property, { seed: 1, numRuns: Number(process.env['MUTATIONS'] ?? 100) });
  });
});
