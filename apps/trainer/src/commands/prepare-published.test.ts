import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { resolveOptions } from '../profiles/resolve-options.js';
import { openStackGAN } from '../sampling/open-stackgan.js';
import { copySet } from '../testing/copy-set.js';
import { quietContext, temporaryFolder, tinyEncoder, tinyOptions } from '../testing/tiny.js';
import { createRun } from '../training/create-run.js';
import { trainRun } from '../training/train-run.js';
import { prepare, type PrepareArguments } from './prepare.js';

const run = async (given: Partial<PrepareArguments> & { source: string; from: string }) => {
  const context = quietContext();
  const none = { style: undefined, count: undefined, testClasses: undefined, check: undefined };
  const defaults = { sizes: [64], seed: 0, backend: 'cpu', profile: undefined, overrides: {} };
  const args = { ...none, ...defaults, out: join(given.from, 'set'), ...given };
  const loadEncoder = () => Promise.resolve(tinyEncoder);
  const failure = await prepare(args, context, { loadEncoder }).catch((error: Error) => error);
  return { lines: context.lines, failure };
};

describe('prepare', () => {
  it.each([
    ['cub', [], '4 training images, 1 held out, 50 captions; 5 cropped around their object'],
    ['cub', ['train', 'test'], '3 training images, 2 held out, 50 captions; 5 cropped around'],
    ['oxford-102', [], '4 training images, 2 held out, 60 captions'],
    ['oxford-102', ['train', 'test'], '3 training images, 3 held out, 60 captions'],
    ['coco', [], '2 training images, 1 held out, 16 captions'],
  ] as const)('makes a data set of %s without %j', async (source, lacks, counts) => {
    const from = await copySet(source, lacks);
    const { lines, failure } = await run({ source, from });
    expect(failure).toBeUndefined();
    expect(lines.at(-1)).toContain(`set: ${counts}`);
    expect(lines.filter((line) => line.startsWith('not the published data set'))).toHaveLength(1);
    const info = JSON.parse(await readFile(join(from, 'set/dataset.json'), 'utf8')) as object;
    const name =
      source === 'coco' || lacks.length > 0 ? 'tiny' : `char-cnn-rnn (published, ${source})`;
    expect(info).toMatchObject({ encoder: { name } });
  });

  it.each([
    ['cub', ['text_c10', 'train', 'test'], 'cub-torch', '3 training images, 2 held out, 50 captio'],
    ['coco', [], 'coco-reference', '2 training images, 1 held out, 12 captions'],
  ] as const)('makes a data set of %s without %j, but %s', async (source, lacks, form, counts) => {
    const from = await copySet(source, lacks, form);
    const { lines, failure } = await run({ source, from });
    expect(failure).toBeUndefined();
    const name = `char-cnn-rnn (published, ${source})`;
    expect(lines).toContain(`embeddings: as published, 8 numbers of ${name}`);
    expect(lines.at(-1)).toContain(`set: ${counts}`);
  });

  it('embeds captions by an encoder in place of published embeddings, where one is given', async () => {
    const from = await copySet('oxford-102');
    const { lines } = await run({ source: 'oxford-102', from, encoder: 'encoders/mine' });
    expect(lines.join()).not.toContain('as published');
    const info = JSON.parse(await readFile(join(from, 'set/dataset.json'), 'utf8')) as object;
    expect(info).toMatchObject({ encoder: { name: 'tiny' }, counts: { train: 4, test: 2 } });
  });

  it('makes a data set of published embeddings that a run trains on, but no other encoder reads', async () => {
    const from = await copySet('cub');
    const { lines } = await run({ source: 'cub', from });
    expect(lines).toContain('embeddings: as published, 8 numbers of char-cnn-rnn (published, cub)');
    const overrides = { ...tinyOptions.stage1, data: join(from, 'set'), steps: 2 };
    const options = resolveOptions({ stage: 1, preset: 'quick-start', overrides });
    const trained = await createRun(options, join(from, 'runs'));
    expect(await trainRun(trained, quietContext())).toMatchObject({ step: 2, isFinished: true });
    await expect(openStackGAN(trained, tinyEncoder)).rejects.toThrow(
      /was trained on 8-d text of encoder char-cnn-rnn \(published, cub\), but got 4-d text of encoder tiny/,
    );
  });
});

describe('prepare --check', () => {
  it('lists files in columns, and says that all is there', async () => {
    const from = await copySet('coco');
    const { lines, failure } = await run({ source: 'coco', from, check: true });
    expect(failure).toBeUndefined();
    const optional = (path: string) =>
      expect.stringMatching(new RegExp(`^optional  ${path} +offered by the README`)) as unknown;
    expect(lines).toEqual([
      'found     annotations/captions_train2014.json   11 captions of 2 images',
      'found     annotations/captions_val2014.json     5 captions of 1 images',
      optional('train/filenames\\.pickle'),
      optional('train/char-CNN-RNN-embeddings\\.pickle'),
      optional('test/val_captions\\.t7'),
      'found     train2014                             2 images of train2014',
      'found     val2014                               1 images of val2014',
      expect.stringMatching(/^not the published data set/),
      `${from} has all that stackgan prepare coco --from ${from} needs`,
    ]);
  });

  it('lists what is missing and wrong, and fails with 1', async () => {
    const from = await copySet('cub', ['CUB_200_2011/images', 'train', 'test']);
    await writeFile(join(from, 'CUB_200_2011/train_test_split.txt'), '1 0\n2 x y\n');
    const { lines, failure } = await run({ source: 'cub', from, check: true });
    expect(lines.map((line) => line.replace(/ +/g, ' '))).toEqual(
      expect.arrayContaining([
        expect.stringMatching(
          /^optional train\/filenames\.pickle offered by the README of hanzhang/,
        ),
        expect.stringMatching(/^missing CUB_200_2011\/images offered by Caltech's page of CUB-200/),
        'wrong CUB_200_2011/train_test_split.txt line 2: "2 x y" is not an image number and 1 more words',
        'found text_c10 50 captions',
      ]),
    );
    expect(failure).toMatchObject({ exitCode: 1 });
    expect((failure as Error).message).toMatch(
      /cannot be prepared as cub: 2 of 12 files are missing or wrong \(see above\)/,
    );
  });

  it('checks a folder of own images', async () => {
    const from = await temporaryFolder();
    await writeFile(join(from, 'tom.png'), '');
    const { lines, failure } = await run({ source: 'folder', from, check: true });
    expect(lines).toEqual([
      expect.stringMatching(/^wrong {2}\. {2}.*tom\.txt does not exist; write/),
    ]);
    expect(failure).toMatchObject({ name: 'IncompleteFilesError' });
  });
});
