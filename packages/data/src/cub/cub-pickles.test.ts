import { cp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { openDataset } from '../prepared/open-dataset.js';
import { prepareDataset } from '../preparation/prepare-dataset.js';
import { copySet } from '../testing/copy-set.js';
import { countingEncoder } from '../testing/counting-encoder.js';
import { examplesOf } from '../testing/examples-of.js';
import { checkCub, cubSource } from './cub-source.js';

const laysan = ['0002_1027', '0001_545'].map((n) => `002.Laysan_Albatross/Laysan_Albatross_${n}`);
const ani = ['0002_1670', '0004_1528'].map((n) => `004.Groove_billed_Ani/Groove_Billed_Ani_${n}`);
const black = '001.Black_footed_Albatross/Black_Footed_Albatross_0046_18';

/** The embedding of caption `k` of the image `index`, by make-sets.py. */
const embedding = (index: number, k: number) => [...Array<number>(7).fill(index + k / 16), -1];

/** A list of texts or whole numbers as Python 2 pickles it. */
const pickleList = (values: readonly (string | number)[]) =>
  `(lp0\n${values.map((v) => (typeof v === 'string' ? `S'${v}'\na` : `I${v}\na`)).join('')}.`;

describe('cubSource with the pickles of the reference', () => {
  it('takes their split and their embeddings, whatever their order', async () => {
    const source = await cubSource({ folder: await copySet('cub') });
    const examples = await examplesOf(source);
    expect(examples.map(({ id, split }) => [id, split])).toEqual([
      ...[...laysan, ...ani].map((id) => [id, 'train']),
      [black, 'test'],
    ]);
    for (const [index, { embeddings, captions }] of examples.entries()) {
      expect(captions).toHaveLength(10);
      expect([...embeddings!]).toEqual(captions.flatMap((_, k) => embedding(index, k)));
    }
    expect(source.encoder).toEqual({
      name: 'char-cnn-rnn (published, cub)',
      hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      dimension: 8,
    });
    expect(source.notices).toEqual([
      'not the published data set: training images 4 (published 8,855), test images 1 (published ' +
        '2,933), training classes 2 (published 150), test classes 1 (published 50), captions 50 ' +
        '(published 117,880), numbers per embedding 8 (published 1,024)',
    ]);
  });

  it('is prepared without an encoder, or with one in place of the embeddings', async () => {
    const folder = await copySet('cub');
    const source = await cubSource({ folder });
    const outDir = join(folder, 'set');
    const info = await prepareDataset({ source, outDir, sizes: [8] });
    expect(info.encoder).toEqual(source.encoder);
    expect(info.counts).toEqual({ train: 4, test: 1, captions: 50, boxes: 5 });
    const set = await openDataset(outDir);
    expect([...set.embeddings(set.examples[4]!).subarray(16, 24)]).toEqual(embedding(4, 2));
    await set.close();
    const other = { source, outDir: join(folder, 'other'), sizes: [8] };
    const embedded = await prepareDataset({ ...other, encoder: countingEncoder() });
    expect(embedded.encoder.name).toBe('counting');
  });

  it('keeps embeddings beside their images where one cannot be decoded', async () => {
    const folder = await copySet('cub');
    const source = await cubSource({ folder });
    const examples = (await examplesOf(source)).flatMap((one) =>
      Array.from({ length: 40 }, (_, copy) => ({ ...one, id: `${one.id} ${copy}` })),
    );
    const broken = { ...examples[0]!, image: async () => new Uint8Array(3) };
    const outDir = join(folder, 'set');
    const given = { ...source, examples: () => [broken, ...examples.slice(1)] };
    await prepareDataset({ source: given, outDir, sizes: [8] });
    const set = await openDataset(outDir);
    expect(set.examples).toHaveLength(199);
    expect([...set.embeddings(set.examples[198]!).subarray(0, 8)]).toEqual(embedding(4, 0));
    await set.close();
  });

  it('lets test classes determine the split, and has no embeddings without their pickles', async () => {
    const folder = await copySet('cub');
    for (const part of ['train', 'test']) {
      await rm(join(folder, part, 'char-CNN-RNN-embeddings.pickle'));
    }
    const source = await cubSource({ folder, testClasses: ['002.Laysan_Albatross'] });
    expect(source.encoder).toBeUndefined();
    const examples = await examplesOf(source);
    expect(examples.map(({ split }) => split)).toEqual(['test', 'test', 'train', 'train', 'train']);
    const outDir = join(folder, 'set');
    await expect(prepareDataset({ source, outDir, sizes: [8] })).rejects.toThrow(
      'cub-200-2011 brings no embeddings of its captions; give an encoder',
    );
  });

  it('leaves out what they do not name, and captions without an embedding, and says so', async () => {
    const folder = await copySet('cub');
    for (const list of ['filenames', 'class_info', 'char-CNN-RNN-embeddings']) {
      const [from, to] = ['test', 'train'].map((part) => join(folder, part, `${list}.pickle`));
      await cp(from!, to!);
    }
    await writeFile(join(folder, 'test/filenames.pickle'), pickleList([ani[0]!]));
    await writeFile(join(folder, 'test/class_info.pickle'), pickleList([4]));
    const text = join(folder, 'text_c10', `${black}.txt`);
    await writeFile(text, `${await readFile(text, 'utf8')}an eleventh caption\n`);
    // The layout of StackGAN-Pytorch.
    await rename(join(folder, 'text_c10'), join(folder, 'text'));
    const source = await cubSource({ folder });
    const [first, second, ...others] = await examplesOf(source);
    expect([first!.split, second!.split, others]).toEqual(['test', 'train', []]);
    expect(second!.captions).toHaveLength(10);
    expect(source.notices!.slice(1)).toEqual([
      '3 images are left out: no filenames.pickle names them',
      expect.stringMatching(
        /^captions: 1 images have more captions than embeddings, such as .*46_18/,
      ),
    ]);
  });

  it.each([
    [
      'train/filenames.pickle',
      pickleList(['x/y']),
      'entry 0 is x/y, which is no image of the data',
    ],
    ['train/filenames.pickle', pickleList([5]), 'entry 0 is 5, not the name of an image'],
    ['train/filenames.pickle', pickleList([]), 'it is [], not a list of names of images'],
    ['train/filenames.pickle', 'hello', 'train/filenames.pickle: '],
    [
      'test/filenames.pickle',
      pickleList([ani[0]!]),
      /entry 0 is 004.*, which it or the other part/,
    ],
    [
      'test/class_info.pickle',
      pickleList([1, 1]),
      'it has 2 entries, but filenames.pickle beside i',
    ],
    [
      'train/class_info.pickle',
      pickleList([4, 2, 2, 2]),
      'entry 1 is 2, not 4, as other images of 0',
    ],
    [
      'train/class_info.pickle',
      pickleList([4, 4, 4, 4]),
      'entry 2 is 4, not a number of its own for 002.Laysan_Albatross: 004.Groove_billed_Ani has it',
    ],
    [
      'test/char-CNN-RNN-embeddings.pickle',
      pickleList([1]),
      'entry 0 is 1, not float32 [captions, 8]',
    ],
    [
      'test/char-CNN-RNN-embeddings.pickle',
      pickleList([]),
      'it has 0 entries, but filenames.pickle beside it names 1 images',
    ],
    [
      'test/char-CNN-RNN-embeddings.pickle',
      'N.',
      'it is null, not a list of arrays [captions, dim',
    ],
    [
      `text_c10/${black}.txt`,
      'one\n',
      /0046_18\.txt has 1 captions, but there are embeddings of 10/,
    ],
  ])('refuses %s of %j', async (path, content, message) => {
    const folder = await copySet('cub');
    await writeFile(join(folder, path), content);
    const refused = cubSource({ folder });
    await expect(refused).rejects.toMatchObject({ fault: 'source' });
    await expect(refused).rejects.toThrow(message);
  });

  it('needs both parts', async () => {
    const folder = await copySet('cub');
    await rm(join(folder, 'test'), { recursive: true });
    await expect(cubSource({ folder })).rejects.toThrow(
      /test\/filenames\.pickle does not exist; get it: the README of hanzhanggit\/StackGAN/,
    );
  });
});

describe('checkCub', () => {
  it('lists every file, and what each holds', async () => {
    const { files, isComplete } = await checkCub({ folder: await copySet('cub') });
    expect(isComplete).toBe(true);
    expect(files.map(({ path, state, detail }) => `${state} ${path}: ${detail}`)).toEqual([
      'found CUB_200_2011/images.txt: the names of 5 images',
      'found CUB_200_2011/bounding_boxes.txt: 5 boxes',
      expect.stringMatching(
        /^absent CUB_200_2011\/attributes\/image_attribute_labels\.txt: Caltech/,
      ),
      'found train/filenames.pickle: the names of 4 images',
      'found train/class_info.pickle: the classes of 4 images',
      'found train/char-CNN-RNN-embeddings.pickle: embeddings [4, 10, 8]',
      'found test/filenames.pickle: the names of 1 images',
      'found test/class_info.pickle: the classes of 1 images',
      'found test/char-CNN-RNN-embeddings.pickle: embeddings [1, 10, 8]',
      'found CUB_200_2011/images: 5 images',
      'found text_c10: 50 captions',
    ]);
  });

  it('goes on after what is missing or wrong', async () => {
    const folder = await copySet('cub');
    await rm(join(folder, 'CUB_200_2011/images'), { recursive: true });
    await writeFile(join(folder, 'CUB_200_2011/bounding_boxes.txt'), '1 2 3\n');
    const { files, isComplete, notices } = await checkCub({ folder });
    expect([isComplete, notices]).toEqual([false, []]);
    const of = (end: string) => files.find(({ path }) => path.endsWith(end));
    expect(of('boxes.txt')).toMatchObject({ state: 'wrong', detail: /^line 1: "1 2 3" is not/ });
    expect(of('images')).toMatchObject({ state: 'missing' });
    expect(of('text_c10')).toMatchObject({ state: 'unchecked' });
  });
});
