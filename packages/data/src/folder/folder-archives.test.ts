import { copyFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { create } from 'tar';
import { describe, expect, it } from 'vitest';

import { checkFolder } from '../published/check-folder.js';
import type { DatasetSource } from '../source/dataset-source.js';
import { examplesOf } from '../testing/examples-of.js';
import { image } from '../testing/fabricated-source.js';
import { temporaryFolder, writeFiles } from '../testing/temporary-folder.js';
import { openArchives } from '../trees/open-archives.js';
import { folderSource } from './folder-source.js';

// By fixtures/make-archives.py.
const fixture = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/archives/${name}`, import.meta.url));

/** The folder that `pets.zip` was made of. */
async function unpackedPets(): Promise<string> {
  const folder = await temporaryFolder();
  const tree = (await openArchives(fixture('pets.zip')))!;
  for (const path of tree.paths) {
    await writeFiles(folder, { [path]: await tree.read(path, 2 ** 20) });
  }
  await tree.close();
  return join(folder, 'pets');
}

/** All that a source yields, by the image. */
async function contentsOf(source: DatasetSource): Promise<Record<string, unknown>> {
  const contents: Record<string, unknown> = {};
  for (const { image: read, captionPlaces: _, ...example } of await examplesOf(source)) {
    contents[example.id] = { ...example, bytes: Buffer.from(await read()).toString('base64') };
  }
  await source.close?.();
  return contents;
}

describe('folderSource of archives', () => {
  it.each(['pets.zip', 'pets.tgz'])('reads %s as the folder that was packed', async (name) => {
    const source = await folderSource({ folder: fixture(name) });
    expect(source).toMatchObject({ name: 'pets', size: 2, notices: [] });
    const expected = await contentsOf(await folderSource({ folder: await unpackedPets() }));
    expect(Object.keys(expected)).toEqual(['cat/tom.png', 'dog/rex.png']);
    expect(await contentsOf(source)).toEqual(expected);
  });

  it('reads archives at the top of a folder as if they were unpacked there', async () => {
    const folder = await temporaryFolder();
    await copyFile(fixture('pets.zip'), join(folder, 'pets.zip'));
    await writeFiles(folder, { 'bird/a.png': await image(9), 'bird/a.txt': 'a bird\n' });
    const source = await folderSource({ folder });
    const examples = await examplesOf(source);
    expect(examples.map(({ id, class: name }) => [id, name]).sort()).toEqual([
      ['bird/a.png', 'bird'],
      ['pets/cat/tom.png', 'pets/cat'],
      ['pets/dog/rex.png', 'pets/dog'],
    ]);
    expect(source.notices).toEqual([
      '2 images are in archives, which are read as if they were unpacked',
    ]);
    await source.close?.();
  });

  it('reads the first of two archives with the same file, and says so', async () => {
    const folder = await temporaryFolder();
    await copyFile(fixture('pets.zip'), join(folder, 'a.zip'));
    await writeFiles(folder, {
      'pets/cat/tom.txt': 'another cat\n',
      'pets/cat/kit.png': await image(9),
      'pets/cat/kit.txt': 'a kitten\n',
    });
    await create({ cwd: folder, file: join(folder, 'b.tgz'), gzip: true }, ['pets']);
    await rm(join(folder, 'pets'), { recursive: true });
    const source = await folderSource({ folder });
    const captions = (await examplesOf(source)).map((example) => example.captions[0]);
    expect(captions.sort()).toEqual(['a brown dog', 'a grey cat', 'a kitten']);
    expect(source.notices).toEqual([
      'not read: 1 .txt, such as pets/cat/tom.txt: another archive has files of these names, too',
    ]);
    await source.close?.();
  });

  it('says that an archive is not read, because it was unpacked or is not at the top', async () => {
    const folder = await unpackedPets();
    await copyFile(fixture('pets.zip'), join(folder, 'cat', 'pets.zip'));
    await copyFile(fixture('pets.zip'), join(folder, '..', 'pets.zip'));
    const nested = await folderSource({ folder });
    const unread =
      /^not read: 1 \.zip, such as .*pets\.zip: archives are read at the top of a folder/;
    expect(nested.notices).toEqual([expect.stringMatching(unread)]);
    await rm(join(folder, 'cat', 'pets.zip'));
    const beside = await folderSource({ folder: join(folder, '..') });
    expect(beside.notices).toEqual([expect.stringMatching(unread)]);
    await beside.close?.();
  });

  it('reads a list of captions, and images in one pass, in the order of the archive', async () => {
    const folder = await temporaryFolder();
    const names = ['c', 'a', 'b'];
    for (const name of names) await writeFiles(folder, { [`${name}.png`]: await image(9) });
    const lines = names.map((name) => JSON.stringify({ file: `${name}.png`, text: `a ${name}` }));
    await writeFile(join(folder, 'captions.jsonl'), lines.join('\n'));
    const archive = join(await temporaryFolder(), 'letters.tar');
    const order = [...names.map((name) => `${name}.png`), 'captions.jsonl'];
    await create({ cwd: folder, file: archive }, order);
    const source = await folderSource({ folder: archive, testFraction: 0 });
    const examples = await examplesOf(source);
    expect(examples.map(({ captions }) => captions[0])).toEqual(['a c', 'a a', 'a b']);
    await examples[0]!.image();
    // Another pass would have to open the archive again.
    await rm(archive);
    await examples[1]!.image();
    await examples[2]!.image();
    await source.close?.();
  });

  it.each([
    ['climbs.tgz', 'leads out of the archive'],
    ['link-out.zip', 'set/link is a link out of it'],
    ['cut.tar', 'it ends early'],
  ])('refuses %s in a folder, and by its own name', async (name, reason) => {
    const folder = await temporaryFolder();
    await copyFile(fixture(name), join(folder, name));
    for (const path of [folder, join(folder, name)]) {
      await expect(folderSource({ folder: path })).rejects.toMatchObject({
        ...{ name: 'DatasetError', fault: 'source', path: join(folder, name) },
        message: expect.stringContaining(reason) as unknown,
      });
    }
  });

  it('counts links, and names what is missing by its place in the archive', async () => {
    const link = fixture('link.zip');
    await expect(folderSource({ folder: link })).rejects.toThrow(
      /link\.zip has no images; .* \(not read: 1 links, such as set\/link\.png: links in archives/,
    );
    const folder = await temporaryFolder();
    await writeFiles(folder, { 'cats/tom.png': await image(9) });
    const archive = join(folder, 'cats.tgz');
    await create({ cwd: folder, file: archive, gzip: true }, ['cats']);
    await expect(folderSource({ folder: archive })).rejects.toThrow(
      `1 of 1 images in ${join(archive, 'cats')} have no captions: ${join(archive, 'cats', 'tom.txt')} does`,
    );
  });
});

it('checkFolder checks an archive', async () => {
  expect(await checkFolder({ folder: fixture('pets.tgz') })).toEqual({
    files: [{ path: '.', state: 'found', detail: '2 images with captions' }],
    notices: [],
    isComplete: true,
  });
});
