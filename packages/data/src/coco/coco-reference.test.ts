import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { openDataset } from '../prepared/open-dataset.js';
import { prepareDataset } from '../preparation/prepare-dataset.js';
import { copySet } from '../testing/copy-set.js';
import { examplesOf } from '../testing/examples-of.js';
import { writeT7 } from '../testing/write-t7.js';
import { checkCoco, cocoSource } from './coco-source.js';

const id = (part: string, number: string) => `COCO_${part}2014_${number.padStart(12, '0')}`;
const text = (number: number, k: number) => `A thing of COCO number ${number}, caption ${k}.`;
/** The embedding of caption `k`, as make-sets.py has it. */
const embedding = (index: number, k: number) => [...Array<number>(7).fill(index + k / 16), -1];

const names = 'train/filenames.pickle';
const embeddings = 'train/char-CNN-RNN-embeddings.pickle';
const val = 'test/val_captions.t7';
const published = () => copySet('coco', 'coco-reference');

/** A list of names as Python 2 pickles it. */
const pickleNames = (...values: string[]) => `(lp0\n${values.map((v) => `S'${v}'\na`).join('')}.`;

describe('cocoSource with the files of the reference', () => {
  it('takes embeddings by the names of images, and those of val_captions.t7 by their words', async () => {
    const source = await cocoSource({ folder: await published() });
    const examples = await examplesOf(source);
    const rows = examples.map(({ embeddings: given }) => [...given!]);
    expect(examples.map(({ id: name, split }) => [name, split])).toEqual([
      [id('train', '9'), 'train'],
      [id('train', '25'), 'train'],
      [id('val', '42'), 'test'],
    ]);
    // The pickles have image 25 first.
    expect(rows[0]).toEqual([0, 1, 2, 3, 4].flatMap((k) => embedding(1, k)));
    expect(rows[1]).toEqual([0, 1, 2, 3, 4].flatMap((k) => embedding(0, k)));
    expect(examples.map(({ captions }) => captions.length)).toEqual([5, 5, 2]);
    // The annotations have the captions of an image in descending order.
    expect(examples[2]!.captions).toEqual([text(42, 4), text(42, 2)]);
    expect(rows[2]).toEqual([0, 1].flatMap((k) => embedding(7, k)));
    expect(source.encoder).toEqual({
      name: 'char-cnn-rnn (published, coco)',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      dimension: 8,
    });
    expect(source.notices).toEqual([
      'not the published data set: training images 2 (published 82,783), numbers per embedding 8 (published 1,024)',
      expect.stringMatching(
        /^embeddings: the pickle does not say of which caption .*train2014\.json/,
      ),
      expect.stringMatching(
        /^captions: 1 images have more captions than embeddings, such as COCO_t/,
      ),
      'captions: 3 of captions_val2014.json are not in val_captions.t7 and are left out, and 0 test images that have no others',
    ]);
  });

  it('is prepared without an encoder, one caption a draw', async () => {
    const folder = await published();
    const outDir = join(folder, 'set');
    const source = await cocoSource({ folder });
    await prepareDataset({ source, outDir, sizes: [8] });
    const set = await openDataset(outDir);
    expect(set.info.options).toEqual({ crop: true, flip: true, captionsPerDraw: 1 });
    expect(set.info.counts).toMatchObject({ train: 2, test: 1, captions: 12 });
    expect([...set.embeddings(set.examples[2]!)]).toEqual([0, 1].flatMap((k) => embedding(7, k)));
    await set.close();
  });

  it('leaves out training images that the pickles do not name, and class_info.pickle', async () => {
    const folder = await published();
    for (const file of [embeddings, val]) await rm(join(folder, file));
    await writeFile(join(folder, names), pickleNames(id('train', '25')));
    await cp(join(folder, names), join(folder, 'train/class_info.pickle'));
    await rm(join(folder, `train2014/${id('train', '9')}.jpg`));
    const source = await cocoSource({ folder });
    expect(source.encoder).toBeUndefined();
    const examples = await examplesOf(source);
    expect(examples.map(({ id: name, captions }) => [name, captions.length])).toEqual([
      [id('train', '25'), 6],
      [id('val', '42'), 5],
    ]);
    expect(source.notices!.slice(1)).toEqual([
      '1 images are left out: no filenames.pickle names them',
      'not read: class_info.pickle, because COCO has no classes: each image is a class of its own',
    ]);
  });

  it.each([
    [
      names,
      pickleNames('COCO_val2014_000000000042'),
      /entry 0 is COCO_val.*, which is no image of/,
    ],
    [
      names,
      pickleNames(id('train', '9'), id('train', '9')),
      /entry 1 is .*, which it or the other/,
    ],
    [
      names,
      pickleNames(id('train', '9')),
      /pickle: it has 2 entries, but filenames.* names 1 images/,
    ],
    [val, 'no table', /val_captions\.t7: the file does not begin/],
    [val, writeT7(['a']), /it is no table of raw_txt and fea_txt/],
    [val, writeT7({ raw_txt: 'a', fea_txt: [] }), /raw_txt is "a", not a list of captions/],
    [val, writeT7({ raw_txt: ['a'], fea_txt: 'b' }), /fea_txt is "b", not a list of tensors/],
    [val, writeT7({ raw_txt: ['a', 'b'], fea_txt: [] }), /there are 2 captions, but 0 embeddings/],
    [val, writeT7({ raw_txt: [1], fea_txt: ['b'] }), /raw_txt\.0 is 1, no text/],
    [
      val,
      writeT7({ raw_txt: ['a'], fea_txt: [{ type: 'Float', shape: [1, 9], values: [1] }] }),
      /fea_txt\.0 is float32 \[1, 9\], not float32 \[1, 8\], as in the pickle of the training/,
    ],
    [
      val,
      writeT7({ raw_txt: ['a'], fea_txt: [{ type: 'Float', shape: [1, 8], values: [NaN] }] }),
      /fea_txt\.0 holds NaN or infinity/,
    ],
    [
      val,
      writeT7({ raw_txt: ['a'], fea_txt: [{ type: 'Float', shape: [1, 8], values: [1] }] }),
      /none of its 1 captions is one of captions_val2014\.json/,
    ],
  ])('refuses %s, case %#', async (path, content, message) => {
    const folder = await published();
    await writeFile(join(folder, path), content);
    await expect(cocoSource({ folder })).rejects.toMatchObject({
      ...{ name: 'DatasetError', fault: 'source' },
      message: expect.stringMatching(message) as unknown,
    });
  });

  it('names the files that go with another', async () => {
    const folder = await published();
    await rm(join(folder, val));
    await expect(cocoSource({ folder })).rejects.toThrow(
      /val_captions\.t7 does not exist; get it: the README of hanzhanggit\/StackGAN-Pytorch/,
    );
    const other = await published();
    await rm(join(other, embeddings));
    const { files } = await checkCoco({ folder: other });
    expect(files.map(({ state, path }) => `${state} ${path}`)).toEqual([
      'found annotations/captions_train2014.json',
      'found annotations/captions_val2014.json',
      `found ${names}`,
      `missing ${embeddings}`,
      `unchecked ${val}`,
      'found train2014',
      'found val2014',
    ]);
  });

  it('refuses an image with fewer captions than embeddings', async () => {
    const folder = await published();
    const path = join(folder, 'annotations/captions_train2014.json');
    const captions = await readFile(path, 'utf8');
    await writeFile(path, captions.replace(/A thing of COCO number 9, c[^"]*/, ' '));
    await expect(cocoSource({ folder })).rejects.toThrow(
      /COCO_train2014_0+9\.jpg has 4 captions, but there are embeddings of 5/,
    );
  });
});
