import { symlink } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { listImages } from './list-images.js';
import { temporaryFolder, writeFiles } from '../testing/temporary-folder.js';

/** A folder of these files, all empty. */
async function fabricate(paths: readonly string[]): Promise<string> {
  const folder = await temporaryFolder();
  await writeFiles(folder, Object.fromEntries(paths.map((path) => [path, ''])));
  return folder;
}

describe('listImages', () => {
  it('lists what sharp reads, at any depth and in the order of paths', async () => {
    const images = ['a.JPG', 'b/c.jfif', 'b/d.jpe', 'e.avif', 'f.tif', 'g.webp', 'h.gif'];
    const lists = ['b/metadata.csv', 'captions.jsonl'];
    const list = await listImages(await fabricate([...images, ...lists, 'a.txt', 'b/c.TXT']));
    const texts = ['a.txt', 'b/c.TXT'];
    expect(list).toEqual({ images, texts, attributes: [], lists, notices: [] });
  });

  it('reports what it does not read, how many and why, but no files of operating systems', async () => {
    const litter = ['._a.png', '.DS_Store', 'b/Thumbs.db', 'desktop.ini', '__MACOSX/a.png'];
    const unread = ['b/x.heic', 'b/y.HEIC', 'z.bmp', 'labels.csv', 'LICENSE'];
    const hidden = ['.trash/b.png', '.c.png'];
    const folder = await fabricate(['a.png', ...litter, ...unread, ...hidden]);
    const { images, notices } = await listImages(folder);
    expect(images).toEqual(['a.png']);
    expect(notices).toEqual([
      'not read: 2 .heic, 1 .bmp, such as b/x.heic: only JPEG, PNG, WebP, GIF, AVIF and TIFF are supported; save them as JPEG or PNG',
      'not read: 1 without an extension, 1 .csv, such as LICENSE: these are not images',
      'not read: 1 .png, 1 without an extension, such as .c.png: names that start with a dot are skipped; rename them to include them',
    ]);
  });

  it('follows links to folders and files, each folder once, even in cycles', async () => {
    const elsewhere = await fabricate(['cat/1.png', 'one.png']);
    const folder = await fabricate(['dog/2.png']);
    await symlink(join(elsewhere, 'cat'), join(folder, 'a cat'), 'dir');
    await symlink(join(elsewhere, 'one.png'), join(folder, 'one.png'));
    // Links in a cycle, to a folder beside it, to its parent, and to nothing.
    await symlink(folder, join(folder, 'dog', 'up'), 'dir');
    await symlink(join(folder, 'dog'), join(folder, 'a dog'), 'dir');
    await symlink(folder, join(elsewhere, 'cat', 'back'), 'dir');
    await symlink(join(folder, 'gone.png'), join(folder, 'lost.png'));
    const { images, notices } = await listImages(folder);
    expect(images).toEqual(['a cat/1.png', 'dog/2.png', 'one.png']);
    expect(notices).toEqual([
      'not read: 3 links, such as a dog: they lead to folders that are read by another path',
      'not read: 1 links, such as lost.png: they lead to no file; repair or remove them',
    ]);
  });

  it('refuses a path that is not a folder', async () => {
    await expect(listImages('not/there')).rejects.toThrow(/not\/there is not a folder that can/);
  });
});
