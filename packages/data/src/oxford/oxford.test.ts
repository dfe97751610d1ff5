import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { prepareDataset } from '../preparation/prepare-dataset.js';
import { copySet } from '../testing/copy-set.js';
import { countingEncoder } from '../testing/counting-encoder.js';
import { examplesOf } from '../testing/examples-of.js';
import { checkOxford, oxfordSource } from './oxford-source.js';

/** The set without the pickles of the reference. */
async function bareSet(): Promise<string> {
  const folder = await copySet('oxford-102');
  for (const part of ['train', 'test']) await rm(join(folder, part), { recursive: true });
  return folder;
}

describe('oxfordSource', () => {
  it('reads classes from imagelabels.mat, and split and embeddings from the pickles', async () => {
    const source = await oxfordSource({ folder: await copySet('oxford-102') });
    const examples = await examplesOf(source);
    expect(examples.map(({ id, class: name, split }) => [id, name, split])).toEqual([
      ['jpg/image_00001', 'class_00077', 'train'],
      ['jpg/image_00002', 'class_00077', 'train'],
      ['jpg/image_00003', 'class_00003', 'train'],
      ['jpg/image_00004', 'class_00003', 'train'],
      ['jpg/image_00005', 'class_00050', 'test'],
      ['jpg/image_00006', 'class_00050', 'test'],
    ]);
    expect(examples[5]!.captions[0]).toBe('a yellow flower, described for the 1. time');
    expect([...examples[5]!.embeddings!.subarray(8, 10)]).toEqual([5 + 1 / 16, 5 + 1 / 16]);
    expect(examples[0]!.box).toBeUndefined();
    expect(source.encoder).toMatchObject({ name: 'char-cnn-rnn (published, oxford-102)' });
    expect(source.notices).toEqual([
      expect.stringMatching(
        /^not the published data set: training images 4 \(published 7,034\), t/,
      ),
    ]);
  });

  it('takes setid.mat without them, and says that its classes are in both parts', async () => {
    const folder = await bareSet();
    const source = await oxfordSource({ folder });
    const splits = (await examplesOf(source)).map(({ split }) => split);
    expect(splits).toEqual(['train', 'test', 'train', 'test', 'train', 'test']);
    expect(source.notices).toContain(
      'split: classes with training and test images 3, such as class_00077; the paper holds out 20 ' +
        'whole classes: name these, or add the pickles of its code',
    );
    const outDir = join(folder, 'set');
    const info = await prepareDataset({ source, outDir, encoder: countingEncoder(), sizes: [8] });
    expect(info.counts).toEqual({ train: 3, test: 3, captions: 60, boxes: 0 });
  });

  it('holds out whole classes where they are named', async () => {
    const folder = await bareSet();
    const source = await oxfordSource({ folder, testClasses: ['class_00003'] });
    const splits = (await examplesOf(source)).map(({ split }) => split);
    expect(splits).toEqual(['train', 'train', 'test', 'test', 'train', 'train']);
    expect(source.notices).toHaveLength(1);
    await expect(oxfordSource({ folder, testClasses: ['class_00004'] })).rejects.toThrow(
      'is called class_00004; class names look like class_00077',
    );
  });

  it.each([
    ['imagelabels.mat', 'no matrix', /imagelabels\.mat: /],
    ['imagelabels.mat', 'setid.mat', 'it has no numbers labels; it is not that of Oxford-102'],
    ['setid.mat', 'imagelabels.mat', 'it has no numbers trnid; it is not that of Oxford-102'],
  ])('refuses %s that is %s', async (name, content, message) => {
    const folder = await bareSet();
    const other = content.endsWith('.mat') ? join(folder, content) : undefined;
    await writeFile(join(folder, name), other ? await readFile(other) : content);
    await expect(oxfordSource({ folder })).rejects.toThrow(message);
  });

  it('names a file with a caption too many or too few, which the sum of all hides', async () => {
    const folder = await bareSet();
    const [five, six] = [5, 6].map((n) => join(folder, `text_c10/class_00050/image_0000${n}.txt`));
    await writeFile(five!, `${await readFile(five!, 'utf8')}an eleventh caption\n`);
    const lines = (await readFile(six!, 'utf8')).split('\n');
    await writeFile(six!, lines.slice(1).join('\n'));
    const { notices } = await oxfordSource({ folder });
    expect(notices).toContain('captions: 2 images do not have 10, such as jpg/image_00005 with 11');
    expect(notices![0]).toMatch(/captions 60 \(published 81,890\)$/);
  });

  it('names a text file that is missing by its class', async () => {
    const folder = await bareSet();
    await rm(join(folder, 'text_c10/class_00050/image_00006.txt'));
    await expect(oxfordSource({ folder })).rejects.toThrow(
      /text_c10 lacks 1 of the 6 files that imagelabels\.mat names, such as .*class_00050.image_00006/,
    );
  });
});

it('checkOxford lists every file, and what each holds', async () => {
  const { files, isComplete } = await checkOxford({ folder: await bareSet() });
  expect(isComplete).toBe(true);
  const lines = files.map(({ path, state, detail }) => `${state} ${path}: ${detail}`);
  expect(lines.filter((line) => !line.startsWith('absent'))).toEqual([
    'found imagelabels.mat: the classes of 6 images',
    'found setid.mat: the part of 6 images',
    'found jpg: 6 images',
    'found text_c10: 60 captions',
  ]);
});
