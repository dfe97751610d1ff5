import { readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { folderSource, type FolderSourceOptions } from './folder-source.js';
import { openDataset } from '../prepared/open-dataset.js';
import { prepareDataset } from '../preparation/prepare-dataset.js';
import type { SourceExample } from '../source/dataset-source.js';
import { countingEncoder } from '../testing/counting-encoder.js';
import { examplesOf } from '../testing/examples-of.js';
import { image } from '../testing/fabricated-source.js';
import { temporaryFolder, writeFiles } from '../testing/temporary-folder.js';

/**
 * A folder of these files; all images are equal, text files hold their own name and a second line.
 */
async function fabricateFolder(paths: readonly string[]): Promise<string> {
  const folder = await temporaryFolder();
  const contentOf = async (path: string) =>
    /\.txt$/i.test(path) ? `\uFEFFabout ${path}\r\n\r\n two \r\n` : image(9);
  for (const path of paths) await writeFiles(folder, { [path]: await contentOf(path) });
  return folder;
}

const withCaptions = (...names: string[]): string[] =>
  names.flatMap((name) => [`${name}.png`, `${name}.txt`]);

const folderExamples = async (options: FolderSourceOptions): Promise<SourceExample[]> =>
  examplesOf(await folderSource(options));

describe('folderSource', () => {
  it('takes folders as classes and the lines beside an image as its captions', async () => {
    const paths = [...withCaptions('dog/b', 'cat/tabby/a', 'alone', '.hidden/x'), 'notes.txt'];
    const examples = await folderExamples({ folder: await fabricateFolder(paths) });
    expect(examples.map((example) => [example.id, example.class])).toEqual([
      ['alone.png', 'alone.png'],
      ['cat/tabby/a.png', 'cat/tabby'],
      ['dog/b.png', 'dog'],
    ]);
    expect(examples[2]!.captions).toEqual(['about dog/b.txt', 'two']);
    expect(examples.filter(({ split }) => split === 'test')).toHaveLength(1);
  });

  it('holds out a share by seed, the same each time', async () => {
    const names = Array.from({ length: 20 }, (_, index) => `${index}`);
    const folder = await fabricateFolder(withCaptions(...names));
    const held = async (seed: number) =>
      (await folderExamples({ folder, seed, testFraction: 0.2 }))
        .filter(({ split }) => split === 'test')
        .map(({ id }) => id);
    expect(await held(0)).toHaveLength(4);
    expect(await held(0)).toEqual(await held(0));
    expect(await held(1)).not.toEqual(await held(0));
    await expect(folderSource({ folder, testFraction: 1 })).rejects.toThrow(RangeError);
  });

  it('follows folders train and test, with the same classes in both', async () => {
    const names = ['train/cat/a', 'train/dog/b', 'test/cat/c', 'train/d'];
    const folder = await fabricateFolder(withCaptions(...names));
    const examples = await folderExamples({ folder });
    expect(Object.fromEntries(examples.map((one) => [one.id, [one.split, one.class]]))).toEqual({
      'test/cat/c.png': ['test', 'cat'],
      'train/cat/a.png': ['train', 'cat'],
      'train/d.png': ['train', 'train/d.png'],
      'train/dog/b.png': ['train', 'dog'],
    });
  });

  it('takes what an image shows from a JSON file beside it', async () => {
    const folder = await fabricateFolder(withCaptions('a', 'b', 'c'));
    const captions = 'a Red cat, sitting\nreddish cat in the grass\n';
    await writeFile(join(folder, 'a.txt'), captions);
    await writeFile(join(folder, 'b.txt'), captions);
    const attributes = { colour: 'red', pose: 'sitting', eyes: 'green' };
    await writeFile(join(folder, 'a.json'), `\uFEFF${JSON.stringify({ attributes })}`);
    const statements = [{ colour: ['red', 'orange'] }, {}];
    await writeFile(join(folder, 'b.json'), JSON.stringify({ attributes, statements }));
    const [a, b, c] = await folderExamples({ folder });
    expect(a).toMatchObject({
      attributes,
      statements: [{ colour: ['red'], pose: ['sitting'] }, {}],
    });
    expect(b).toMatchObject({ attributes, statements });
    expect(c).not.toHaveProperty('attributes');
    expect(c).not.toHaveProperty('statements');
    await writeFile(join(folder, 'd.json'), '{}');
    const { notices } = await folderSource({ folder });
    expect(notices).toEqual(['not read: 1 .json, such as d.json: no image has this name']);
  });

  it.each([
    ['{"attributes": {', /a\.json: is not a JSON file that can be read/],
    ['null', /a\.json: has no attributes; give \{\}/],
    ['{"colour": "red"}', /a\.json: has colour; give attributes and statements only/],
    ['{"attributes": {"colour": ["red"]}}', /a\.json: attribute colour is \["red"\], not a word/],
    ['{"attributes": {}, "statements": []}', /a\.json: 0 statements, but 2 captions/],
  ])('refuses the attributes %s', async (text, message) => {
    const folder = await fabricateFolder(withCaptions('a'));
    await writeFile(join(folder, 'a.json'), text);
    await expect(folderExamples({ folder })).rejects.toThrow(
      expect.objectContaining({
        ...{ name: 'DatasetError', fault: 'source', path: join(folder, 'a.json') },
        message: expect.stringMatching(message) as unknown,
      }),
    );
  });

  it('reads JPEG by any of its extensions, and images of linked folders', async () => {
    const elsewhere = await fabricateFolder(withCaptions('1'));
    const folder = await fabricateFolder(['cat/a.jfif', 'cat/a.txt', 'b.JPE', 'b.TXT']);
    await symlink(elsewhere, join(folder, 'linked'), 'dir');
    await symlink(folder, join(folder, 'cat', 'round'), 'dir');
    const examples = await folderExamples({ folder });
    expect(examples.map((example) => [example.id, example.class])).toEqual([
      ['b.JPE', 'b.JPE'],
      ['cat/a.jfif', 'cat'],
      ['linked/1.png', 'linked'],
    ]);
    expect(await examples[2]!.image()).toEqual(await readFile(join(elsewhere, '1.png')));
  });

  it('finds captions whose name is the same in another form of Unicode', async () => {
    const [apart, whole] = ['e\u0301te\u0301', '\u00e9t\u00e9'];
    const names = [`${apart}.png`, `${whole}.txt`, `x/${whole}.png`, `x/${apart}.txt`];
    const folder = await fabricateFolder([...names, ...withCaptions(`${apart}/1`, `${whole}/2`)]);
    const examples = await folderExamples({ folder });
    expect(examples).toHaveLength(4);
    expect(examples.map(({ captions }) => captions[0])).toContain(`about ${whole}.txt`);
    expect(examples.map(({ captions }) => captions[0])).toContain(`about x/${apart}.txt`);
    // Folders of the same name are one class, too.
    const classes = examples.map((example) => example.class);
    expect(classes.filter((name) => name === whole)).toHaveLength(2);
  });

  it('says what it did not read, and which captions it changed', async () => {
    const unread = ['c.heic', 'c.txt', 'd.bmp', '._a.png', '.DS_Store'];
    const folder = await fabricateFolder([...withCaptions('a', 'b'), ...unread]);
    await writeFile(join(folder, 'a.txt'), 'a red\uFFFD\uFFFD bird\na\uFFFDb\n');
    const { notices, size } = await folderSource({ folder });
    expect(size).toBe(2);
    expect(notices).toEqual([
      expect.stringMatching(/^not read: 1 .heic, 1 .bmp, such as c.heic: only JPEG, .*; save them/),
      'not read: 1 .txt, such as c.txt: no image has this name',
      expect.stringMatching(/^captions: 2 runs of U\+FFFD .* read as blanks, first in .*a\.txt/),
    ]);
    const clean = await folderSource({ folder: await fabricateFolder(withCaptions('a', 'b')) });
    expect(clean.notices).toEqual([]);
  });

  it.each([
    [1, 0.05, 0],
    [2, 0.05, 1],
    [10, 0.05, 1],
    [2, 0.9, 1],
    [3, 0, 0],
  ])('of %i images with a share of %d holds out %i', async (count, testFraction, held) => {
    const names = Array.from({ length: count }, (_, index) => `${index}`);
    const folder = await fabricateFolder(withCaptions(...names));
    const splits = (await folderExamples({ folder, testFraction })).map(({ split }) => split);
    expect(splits.filter((split) => split === 'test')).toHaveLength(held);
    const { notices } = await folderSource({ folder, testFraction });
    expect(notices?.some((notice) => notice.startsWith('no test images: the only'))).toBe(
      count === 1,
    );
  });

  it('is prepared as any source', async () => {
    const folder = await fabricateFolder(withCaptions('cat/a', 'dog/b'));
    const outDir = join(await temporaryFolder(), 'set');
    await prepareDataset({
      ...{ source: await folderSource({ folder }), outDir, sizes: [64] },
      encoder: countingEncoder(),
    });
    const set = await openDataset(outDir);
    expect(set.info.counts).toEqual({ train: 1, test: 1, captions: 4, boxes: 0 });
    await set.close();
  });

  it.each([
    [['notes.txt'], /has no images; put images there/],
    [
      [...withCaptions('a'), 'cat/b.png', 'c.png'],
      /2 of 3 images in .* no captions: .*c\.txt does not exist/,
    ],
    [[...withCaptions('a'), 'a.jpg'], /a\.png has the same captions as a\.jpg, a\.txt; rename/],
    [withCaptions('train/a', 'test/b', 'c'), /c\.png is neither in train nor in test; move/],
  ])('refuses %s', async (paths, message) => {
    const folder = await fabricateFolder(paths);
    await expect(folderSource({ folder })).rejects.toThrow(
      expect.objectContaining({
        name: 'DatasetError',
        fault: 'source',
        message: expect.stringMatching(message) as unknown,
      }),
    );
  });

  it('names a folder that is not there, and a text file without a caption', async () => {
    await expect(folderSource({ folder: 'not/there' })).rejects.toThrow(/not\/there is not a fol/);
    const folder = await fabricateFolder(['a.png']);
    await writeFile(join(folder, 'a.txt'), ' \n');
    await expect(folderExamples({ folder })).rejects.toThrow(/a\.txt has no captions; add one/);
    const photos = await fabricateFolder(['a.heic', 'b.heic', 'a.txt', 'b.txt']);
    await expect(folderSource({ folder: photos })).rejects.toThrow(
      /has no images; .* \(not read: 2 \.heic, such as a\.heic: .* save them as JPEG or PNG\)/,
    );
  });
});
