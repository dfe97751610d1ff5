import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { openDataset } from '../prepared/open-dataset.js';
import { prepareDataset } from '../preparation/prepare-dataset.js';
import { copySet } from '../testing/copy-set.js';
import { countingEncoder } from '../testing/counting-encoder.js';
import { examplesOf } from '../testing/examples-of.js';
import { checkCoco, cocoSource } from './coco-source.js';

const train = 'annotations/captions_train2014.json';
const id = (part: string, number: string) => `COCO_${part}2014_${number.padStart(12, '0')}`;

/** A copy of the fixture whose training captions `edit` has changed. */
async function edited(edit: (text: string) => string): Promise<string> {
  const folder = await copySet('coco');
  const path = join(folder, train);
  await writeFile(path, edit(await readFile(path, 'utf8')));
  return folder;
}

describe('cocoSource', () => {
  it('reads all captions of each image, its part as its split, and itself as its class', async () => {
    const folder = await copySet('coco');
    const source = await cocoSource({ folder });
    expect(source).toMatchObject({ name: 'coco-2014', size: 3 });
    const examples = await examplesOf(source);
    expect(examples.map(({ id, class: name, split }) => [id, name, split])).toEqual([
      [id('train', '9'), id('train', '9'), 'train'],
      [id('train', '25'), id('train', '25'), 'train'],
      [id('val', '42'), id('val', '42'), 'test'],
    ]);
    const [first, second] = examples;
    expect([...first!.captions].sort()).toEqual(
      [1, 2, 3, 4, 5].map((k) => `A thing of COCO number 9, caption ${k}.`),
    );
    expect(second!.captions).toHaveLength(6);
    expect(first!.captionPlaces![0]).toBe(`${join(folder, train)}, annotations.6`);
    expect(source.notices).toEqual([
      'not the published data set: training images 2 (published 82,783), test images 1 ' +
        '(published 40,504), captions 16 (published 616,767)',
    ]);
  });

  it('is prepared, also from one folder of images', async () => {
    const folder = await copySet('coco');
    await rename(join(folder, 'train2014'), join(folder, 'images'));
    const name = `${id('val', '42')}.jpg`;
    await rename(join(folder, 'val2014', name), join(folder, 'images', name));
    await rm(join(folder, 'val2014'), { recursive: true });
    const outDir = join(folder, 'set');
    const source = await cocoSource({ folder });
    await prepareDataset({ source, outDir, encoder: countingEncoder(), sizes: [8] });
    const set = await openDataset(outDir);
    expect(set.info.counts).toMatchObject({ train: 2, test: 1, captions: 16 });
    expect(set.info.classNames).toHaveLength(3);
    await set.close();
  });

  it('leaves out captions without a word, and says so', async () => {
    const folder = await edited((text) => text.replace(/A thing of COCO number 9, c[^"]*/, ' \\n'));
    const { notices, examples } = await cocoSource({ folder });
    expect([...(examples() as { captions: string[] }[])][0]!.captions).toHaveLength(4);
    expect(notices).toContain('captions: 1 without a word are left out');
  });

  it.each([
    ['it is cut off', (text) => text.slice(0, -9), /train2014\.json: it is cut off or not JSON/],
    ['other JSON', () => '[1]', /it has no lists images and annotations; it is not a caption/],
    ['an image of a text', (t) => t.replace('"id": 9}', '"id": "9"}'), /images\.0\.id is "9", not/],
    [
      'an image elsewhere',
      (text) => text.replace('COCO_train2014_000000000009.jpg', '../x.jpg'),
      /images\.0\.file_name is "\.\.\/x\.jpg", not the name of an image/,
    ],
    [
      'an image of an endless name',
      (text) => text.replace('COCO_train2014_000000000009.jpg', `${'x'.repeat(9999)}.jpg`),
      /images\.0\.file_name is "x{79}…, not the name of an image$/,
    ],
    [
      'an image twice',
      (text) => text.replace('000000000025.jpg', '000000000009.jpg'),
      /images\.1 is COCO_train2014_000000000009\.jpg with the id 25, one of which another image has/,
    ],
    [
      'a caption of no image',
      (text) => text.replace('"image_id": 25', '"image_id": 26'),
      /annotations\.0\.image_id is 26, the id of no image/,
    ],
    [
      'a number as caption',
      (text) => text.replace(/"caption": "[^"]*"/, '"caption": 5'),
      /annotations\.0\.caption is 5, not a text/,
    ],
    [
      'an image without captions',
      (text) => text.replace(/, \{"image_id": 9,.*?\}/g, ''),
      /1 of 2 images have no caption, such as COCO_train2014_000000000009\.jpg/,
    ],
    ['Latin-1', (text) => text.replace('A thing', 'A \xe9'), /is not UTF-8/],
  ] satisfies [string, (text: string) => string, RegExp][])(
    'refuses %s',
    async (name, edit, message) => {
      const folder = await edited(edit);
      if (name === 'Latin-1') {
        const path = join(folder, train);
        await writeFile(path, Buffer.from(await readFile(path, 'utf8'), 'latin1'));
      }
      await expect(cocoSource({ folder })).rejects.toThrow(message);
    },
  );

  it('counts the images that are missing', async () => {
    const folder = await copySet('coco');
    await rm(join(folder, 'train2014', `${id('train', '25')}.jpg`));
    await expect(cocoSource({ folder })).rejects.toThrow(
      /train2014 lacks 1 of the 2 files that captions_train2014\.json names, such as .*25\.jpg; unpack/,
    );
  });
});

describe('checkCoco', () => {
  const optional = [
    'train/filenames.pickle',
    'train/char-CNN-RNN-embeddings.pickle',
    'test/val_captions.t7',
  ].map((path) => expect.objectContaining({ path, state: 'absent' }) as unknown);

  it('lists every file, and what each holds', async () => {
    const check = await checkCoco({ folder: await copySet('coco') });
    expect(check.isComplete).toBe(true);
    expect(check.files).toEqual([
      { path: train, state: 'found', detail: '11 captions of 2 images' },
      {
        path: 'annotations/captions_val2014.json',
        state: 'found',
        detail: '5 captions of 1 images',
      },
      ...optional,
      { path: 'train2014', state: 'found', detail: '2 images of train2014' },
      { path: 'val2014', state: 'found', detail: '1 images of val2014' },
    ]);
    expect(check.notices).toHaveLength(1);
  });

  it('lists all that is missing or wrong, and goes on after each', async () => {
    const folder = await edited((text) => text.slice(0, -9));
    await rm(join(folder, 'val2014'), { recursive: true });
    const check = await checkCoco({ folder });
    expect(check.isComplete).toBe(false);
    expect(check.files).toEqual([
      { path: train, state: 'wrong', detail: 'it is cut off or not JSON' },
      expect.objectContaining({ state: 'found' }),
      ...optional,
      {
        path: 'train2014',
        state: 'unchecked',
        detail: 'cannot be checked without the files above',
      },
      {
        path: 'val2014',
        state: 'missing',
        detail: 'the downloads of cocodataset.org, "2014 Val images" (6 GB)',
      },
    ]);
  });
});
