import { mkdir, readdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import sharp from 'sharp';
import { describe, expect, it } from 'vitest';

import { decodePlainPng } from '../images/decode-plain-png.js';
import { describeDiskFault } from '../shared/disk-fault.js';
import { DatasetError } from '../shared/errors.js';
import { openDataset } from '../prepared/open-dataset.js';
import { pickExamples } from '../prepared/pick-examples.js';
import { prepareDataset } from './prepare-dataset.js';
import type { PrepareProgress } from './prepare-progress.js';
import type { DatasetSource, SourceExample } from '../source/dataset-source.js';
import { countingEncoder } from '../testing/counting-encoder.js';
import { fabricatedSource, image } from '../testing/fabricated-source.js';
import { prepareFabricated } from '../testing/prepare-fabricated.js';
import { temporaryFolder } from '../testing/temporary-folder.js';

async function fault(promise: Promise<unknown>): Promise<DatasetError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(DatasetError);
  return error as DatasetError;
}

describe('prepareDataset and openDataset', () => {
  it('keeps names, classes, splits, captions, embeddings and images', async () => {
    const { outDir, info } = await prepareFabricated();
    const dataset = await openDataset(outDir);
    expect(dataset.info).toEqual(info);
    expect(info).toMatchObject({
      formatVersion: 1,
      name: 'fabricated',
      licence: 'none',
      attribution: 'nobody',
      encoder: { name: 'counting', hash: 'counting-1', dimension: 2 },
      imageSizes: [8, 16],
      classNames: ['c0', 'c1', 'c2'],
      counts: { train: 9, test: 3, captions: 42 },
      undecodable: [],
    });
    const example = dataset.examples[7]!;
    expect(example).toEqual({
      index: 7,
      id: 'p7',
      class: 1,
      split: 'test',
      captions: ['x 7', 'xx 7', 'xxx 7', 'xxxx 7'],
    });
    expect([...dataset.embeddings(example)]).toEqual([3, 120, 4, 120, 5, 120, 6, 120]);
    const pixels = await dataset.readImage(example, 16);
    expect([...pixels.subarray(0, 3)]).toEqual([7, 20, 0]);
    expect([...pixels.subarray(-3)]).toEqual([7, 220, 0]);
    expect((await dataset.readImage(example, 8)).length).toBe(8 * 8 * 3);
    await dataset.close();
  });

  it('reports captions that the encoder does not know half of, before it packs', async () => {
    const source = fabricatedSource(); // Captions x 0, xx 0, xxx 0, x 1, … xxxx 1, …
    const phases: PrepareProgress[] = [];
    const prepare = async (unknownShare?: (caption: string) => number) => {
      phases.length = 0;
      const encoder = { ...countingEncoder(), ...(unknownShare && { unknownShare }) };
      const outDir = join(await temporaryFolder(), 'set');
      const onProgress = (progress: PrepareProgress) => void phases.push(progress);
      await prepareDataset({ source, outDir, encoder, sizes: [8], onProgress });
    };
    await prepare((caption) => caption.split('x').length / 8);
    const at = phases.findIndex(({ phase }) => phase === 'half-known');
    expect(phases[at]).toEqual({
      ...{ phase: 'half-known', count: 18, total: 42 },
      first: [
        { id: 'p0', caption: 'xxx 0', unknownShare: 1 / 2 },
        { id: 'p1', caption: 'xxx 1', unknownShare: 1 / 2 },
        { id: 'p1', caption: 'xxxx 1', unknownShare: 5 / 8 },
      ],
    });
    expect(phases[at + 1]).toMatchObject({ phase: 'images', done: 12 });
    for (const known of [undefined, () => 0.49]) {
      await prepare(known);
      expect(phases.map(({ phase }) => phase)).not.toContain('half-known');
    }
  });

  it('keeps the bytes of an image that has the size already', async () => {
    const { outDir } = await prepareFabricated(fabricatedSource({ count: 1 }), { sizes: [16] });
    expect(await readFile(join(outDir, 'images-16.bin'))).toEqual(Buffer.from(await image(0)));
  });

  it('stores an animation as its first image, and reports it', async () => {
    const frames = Uint8Array.from({ length: 16 * 16 * 2 * 3 }, (_, i) => (i < 768 ? 204 : 51));
    const animation = await sharp(frames, {
      raw: { width: 16, height: 32, channels: 3, pageHeight: 16 },
    })
      .webp({ lossless: true })
      .toBuffer();
    const source: DatasetSource = {
      ...fabricatedSource(),
      examples: () => [
        { id: 'a', class: 'b', captions: ['c'], split: 'train', image: () => image(7) },
        { id: 'd', class: 'b', captions: ['e'], split: 'train', image: async () => animation },
      ],
    };
    const reported: PrepareProgress[] = [];
    const onProgress = (progress: PrepareProgress) => void reported.push(progress);
    const { outDir } = await prepareFabricated(source, { sizes: [16], onProgress });
    expect(reported).toContainEqual({ phase: 'animated', id: 'd', images: 2 });
    const dataset = await openDataset(outDir);
    const pixels = await dataset.readImage(dataset.examples[1]!, 16);
    expect(new Set(pixels)).toEqual(new Set([204]));
    // The file has the size already, but is not stored with the images that nobody sees.
    const stored = (await readFile(join(outDir, 'images-16.bin'))).subarray(
      (await image(7)).length,
    );
    expect((await sharp(stored).metadata()).pages ?? 1).toBe(1);
    await dataset.close();
  });

  it('stores small photographs as plain PNG, and large ones as WebP', async () => {
    const photograph = await sharp({
      create: {
        width: 90,
        height: 90,
        channels: 3,
        background: 'red',
        noise: { type: 'gaussian', mean: 128, sigma: 30 },
      },
    })
      .jpeg()
      .toBuffer();
    const source: DatasetSource = {
      ...fabricatedSource(),
      examples: () => [
        { id: 'a', class: 'b', captions: ['c'], split: 'train', image: async () => photograph },
      ],
    };
    const { outDir } = await prepareFabricated(source, { sizes: [64, 256] });
    const small = await readFile(join(outDir, 'images-64.bin'));
    expect(decodePlainPng(small, 64)).toHaveLength(64 * 64 * 3);
    const large = await readFile(join(outDir, 'images-256.bin'));
    expect((await sharp(large).metadata()).format).toBe('webp');
  });

  it('lays transparency over white, cuts to a square and stores a margin where asked', async () => {
    const background = { r: 0, g: 0, b: 255, alpha: 0.5 };
    const image = await sharp({ create: { width: 90, height: 60, channels: 4, background } })
      .png()
      .toBuffer();
    const source: DatasetSource = {
      ...fabricatedSource(),
      options: { crop: true, flip: true },
      size: 1,
      examples: () => [
        { id: 'a', class: 'b', captions: ['c'], split: 'train', image: async () => image },
      ],
    };
    const { outDir } = await prepareFabricated(source, { sizes: [64] });
    const dataset = await openDataset(outDir);
    expect(dataset.storedSize(64)).toBe(76);
    const pixels = await dataset.readImage(dataset.examples[0]!, 64);
    expect(pixels.length).toBe(76 * 76 * 3);
    expect(pixels[0]! - 127.5).toBeCloseTo(0, -0.5);
    expect(pixels[2]).toBe(255);
    await dataset.close();
  });

  it('reports its progress, ending at the totals', async () => {
    const events: PrepareProgress[] = [];
    const outDir = join(await temporaryFolder(), 'set');
    await prepareDataset({
      source: fabricatedSource(),
      outDir,
      encoder: countingEncoder(),
      sizes: [8],
      onProgress: (event) => events.push(event),
    });
    expect(events.at(-1)).toEqual({ phase: 'captions', done: 42, total: 42 });
    expect(events).toContainEqual({ phase: 'images', done: 12, total: 12 });
  });

  it('counts, names and skips what does not decode; stops above one in a hundred', async () => {
    const { info } = await prepareFabricated(
      fabricatedSource({ count: 200, broken: [5, 77], side: 8 }),
      { sizes: [8] },
    );
    expect(info.undecodable).toEqual(['p5', 'p77']);
    expect(info.counts.train + info.counts.test).toBe(198);

    const outDir = join(await temporaryFolder(), 'set');
    const source = fabricatedSource({ count: 200, broken: [1, 2, 3], side: 8 });
    const error = await fault(
      prepareDataset({ source, outDir, encoder: countingEncoder(), sizes: [8] }),
    );
    expect(error.fault).toBe('undecodable');
    expect(error.message).toContain('p1, p2, p3');
  });

  it('refuses captions before it packs an image: each by its place, with how many', async () => {
    const looked: string[] = [];
    const source: DatasetSource = {
      ...fabricatedSource(),
      examples: () => [
        {
          ...{ id: 'a', class: 'c', split: 'train', captions: ['fine', 'too long', 'fine'] },
          captionPlaces: ['a.txt, line 1', 'a.txt, line 4', 'a.txt, line 5'],
          image: async () => (looked.push('a'), image(1)),
        },
        {
          ...{ id: 'b', class: 'c', split: 'train', captions: ['fine', 'too long as well'] },
          image: async () => (looked.push('b'), image(1)),
        },
      ],
    };
    const encoder = {
      ...countingEncoder(),
      validate: (caption: string) => {
        if (caption.startsWith('too long')) throw new Error(`"${caption}" is too long; shorten it`);
      },
    };
    const parent = await temporaryFolder();
    const options = { source, encoder, outDir: join(parent, 'set'), sizes: [8] };
    const error = await fault(prepareDataset(options));
    expect(error).toMatchObject({ fault: 'caption', path: 'a.txt, line 4' });
    expect(error.message).toBe(
      'a.txt, line 4: "too long" is too long; shorten it (and 1 more such captions)',
    );
    const example = { id: 'x', class: 'c', split: 'train', captions: [] } as const;
    const bare = { ...source, examples: () => [{ ...example, image: () => image(1) }] };
    expect((await fault(prepareDataset({ ...options, source: bare }))).message).toBe(
      'x has no caption; give it one or leave it out',
    );
    expect(looked).toEqual([]);
    expect(await readdir(parent)).toEqual([]);
  });

  it('removes what a killed run left of something else', async () => {
    const parent = await temporaryFolder();
    const left = join(parent, '.set.partial-999999999');
    await mkdir(left);
    await writeFile(join(left, 'images-64.bin'), 'half');
    const options = { source: fabricatedSource(), outDir: join(parent, 'set'), sizes: [8] };
    await prepareDataset({ ...options, encoder: countingEncoder() });
    expect(await readdir(parent)).toEqual(['set']);
    expect(await readdir(options.outDir)).not.toContain('images-64.bin');
  });

  it('never writes over a folder that holds something', async () => {
    const { outDir, parent } = await prepareFabricated();
    const options = { source: fabricatedSource(), encoder: countingEncoder(), sizes: [8] };
    expect((await fault(prepareDataset({ ...options, outDir }))).fault).toBe('exists');
    expect(await readdir(parent)).toEqual(['set']);
  });

  it('keeps what is packed when the disk is full, or where it may not write any more', async () => {
    for (const [code, change] of [
      ['ENOSPC', (path: string) => ({ fault: 'disk-full', path })],
      ['EROFS', () => ({ code: 'EROFS' })],
    ] as const) {
      const parent = await temporaryFolder();
      const options = { source: fabricatedSource(), outDir: join(parent, 'set'), sizes: [8] };
      const embed = () => Promise.reject(Object.assign(new Error('write'), { code }));
      const failing = prepareDataset({ ...options, encoder: { ...countingEncoder(), embed } });
      await expect(failing).rejects.toMatchObject(change(options.outDir));
      expect(await readdir(parent)).toEqual(['.set.partial-kept']);
      const phases: PrepareProgress[] = [];
      const onProgress = (progress: PrepareProgress) => void phases.push(progress);
      await prepareDataset({ ...options, encoder: countingEncoder(), onProgress });
      expect(phases[0]).toEqual({ phase: 'resumed', done: 12, total: 12 });
      expect(await readdir(parent)).toEqual(['set']);
    }
  });

  it('names the folder when the disk is full, and leaves other errors alone', () => {
    const full = Object.assign(new Error('write'), { code: 'ENOSPC' });
    expect(describeDiskFault(full, '/data/emoji')).toMatchObject({
      fault: 'disk-full',
      path: '/data/emoji',
      message: expect.stringContaining('/data/emoji') as string,
    });
    const other = new Error('other');
    expect(describeDiskFault(other, '/data/emoji')).toBe(other);
  });

  it('refuses a missing, torn, foreign or newer folder, each by its name', async () => {
    const empty = await temporaryFolder();
    expect((await fault(openDataset(join(empty, 'no')))).fault).toBe('missing');
    expect((await fault(openDataset(empty))).fault).toBe('missing');

    const { outDir } = await prepareFabricated();
    const infoPath = join(outDir, 'dataset.json');
    const text = await readFile(infoPath, 'utf8');
    await writeFile(infoPath, text.replace('"formatVersion": 1', '"formatVersion": 2'));
    expect((await fault(openDataset(outDir))).fault).toBe('newer-format');
    await writeFile(infoPath, '{"formatVersion":1}');
    expect((await fault(openDataset(outDir))).fault).toBe('incomplete');
    await writeFile(infoPath, text.slice(0, 99));
    expect((await fault(openDataset(outDir))).fault).toBe('incomplete');
    await writeFile(infoPath, text);
    await truncate(join(outDir, 'images-16.bin'), 100);
    expect((await fault(openDataset(outDir))).message).toContain('images-16.bin has 100 of');
  });

  it('refuses another encoder and names both, and a size that was not prepared', async () => {
    const encoder = countingEncoder();
    const { outDir } = await prepareFabricated(fabricatedSource(), { encoder });
    const other = { name: 'other', hash: 'other-2', dimension: 512 };
    const error = await fault(openDataset(outDir, { encoder: other }));
    expect(error.fault).toBe('encoder');
    expect(error.message).toMatch(/counting \(2 .*other \(512 /);
    const dataset = await openDataset(outDir, { encoder });
    expect((await fault(dataset.readImage(dataset.examples[0]!, 64))).fault).toBe('size');
    await dataset.close();
  });
});

describe('attributes and statements', () => {
  const images = ['red', 'blue', 'blue'];
  const source = (change: Partial<SourceExample> = {}): DatasetSource => ({
    ...fabricatedSource(),
    size: 3,
    examples: () =>
      images.map((colour, i) => ({
        id: `p${i}`,
        class: 'c',
        split: 'train',
        captions: [`a ${colour} hat`, 'a hat'],
        attributes: { colour, ...(i === 2 && { size: 'big' }) },
        statements: [{ colour: [colour, 'dark red'] }, {}],
        image: () => image(i, 8),
        ...(i === 2 && change),
      })),
  });

  it('are kept, with the list of all values in order of first appearance', async () => {
    const { outDir, info } = await prepareFabricated(source(), { sizes: [8] });
    expect(info.attributes).toEqual([
      { name: 'colour', values: ['red', 'dark red', 'blue'] },
      { name: 'size', values: ['big'] },
    ]);
    const dataset = await openDataset(outDir);
    expect(dataset.info).toEqual(info);
    expect(dataset.examples[2]).toMatchObject({
      attributes: { colour: 'blue', size: 'big' },
      statements: [{ colour: ['blue', 'dark red'] }, {}],
    });
    await dataset.close();
  });

  it('are left out if the source has none', async () => {
    const { outDir, info } = await prepareFabricated();
    expect(info).not.toHaveProperty('attributes');
    expect(await readFile(join(outDir, 'examples.jsonl'), 'utf8')).not.toMatch(/attributes|statem/);
  });

  it.each([
    [{ statements: [{}] }, 'p2: 1 statements, but 2 captions'],
    [{ statements: [{}, { colour: [] }] }, 'p2: statement 2 has no list of values for colour'],
    [{ statements: [{ colour: 'red' as never }, {}] }, 'statement 1 has no list of values for col'],
    [{ statements: [null as never, {}] }, 'statement 1 is not an object'],
    [{ statements: {} as never }, 'p2: statements are not a list'],
    [{ attributes: { colour: 3 as never } }, 'p2: attribute colour is 3, not a word'],
    [{ attributes: [] as never }, 'p2: attributes are not an object of names and values'],
  ])('of a source are refused as %j', async (change, message) => {
    const outDir = join(await temporaryFolder(), 'set');
    const options = { outDir, encoder: countingEncoder(), sizes: [8] };
    const error = await fault(prepareDataset({ source: source(change), ...options }));
    expect(error).toMatchObject({ fault: 'source', path: 'p2' });
    expect(error.message).toContain(message);
  });

  it.each([
    ['"colour":"blue","size"', '"colour":"teal","size"', 'attributes.colour has "teal", no value'],
    ['"colour":"blue","size"', '"shape":"blue","size"', 'attributes.shape has "blue", no value of'],
    ['{}]', '{"a":"b"}]', 'line 1: statements.1.a is "b"'],
    [',{}]', ']', 'statements are 1, but there are 2 captions'],
  ])('with %s for %s are not opened', async (from, to, message) => {
    const { outDir, info } = await prepareFabricated(source(), { sizes: [8] });
    const path = join(outDir, 'examples.jsonl');
    const text = (await readFile(path, 'utf8')).replace(from, to);
    await writeFile(path, text);
    const files = { ...info.files, 'examples.jsonl': Buffer.byteLength(text) };
    await writeFile(join(outDir, 'dataset.json'), JSON.stringify({ ...info, files }));
    const error = await fault(openDataset(outDir));
    expect(error.fault).toBe('incomplete');
    expect(error.message).toContain(message);
  });
});

describe('drawings', () => {
  it('of SVG are stored as PNG, without loss', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="32" height="32"><rect x="8" y="8" width="16" height="16" fill="#12ab34"/></svg>';
    const source: DatasetSource = {
      ...fabricatedSource(),
      size: 1,
      examples: () => [
        {
          id: 'a',
          class: 'b',
          captions: ['c'],
          split: 'train',
          image: async () => Buffer.from(svg),
        },
      ],
    };
    const { outDir } = await prepareFabricated(source, { sizes: [16, 32] });
    const dataset = await openDataset(outDir);
    for (const size of [16, 32]) {
      const file = await readFile(join(outDir, `images-${size}.bin`));
      expect((await sharp(file).metadata()).format).toBe('png');
      const pixels = await dataset.readImage(dataset.examples[0]!, size);
      const middle = ((size / 2) * size + size / 2) * 3;
      expect([...pixels.subarray(middle, middle + 3)]).toEqual([0x12, 0xab, 0x34]);
      expect([...pixels.subarray(0, 3)]).toEqual([255, 255, 255]);
    }
    await dataset.close();
  });
});

describe('pickExamples', () => {
  it('is fixed by the seed and takes every class before any class twice', async () => {
    const { outDir } = await prepareFabricated(fabricatedSource({ count: 24 }), { sizes: [8] });
    const dataset = await openDataset(outDir);
    const pick = (seed: number) =>
      pickExamples(dataset, { split: 'train', count: 6, seed }).map(({ id }) => id);
    expect(pick(1)).toEqual(pick(1));
    expect(pick(1)).not.toEqual(pick(2));
    const classes = pickExamples(dataset, { split: 'train', count: 6 }).map((one) => one.class);
    expect(new Set(classes.slice(0, 3)).size).toBe(3);
    expect(pickExamples(dataset, { split: 'test', count: 99 })).toHaveLength(6);
    await dataset.close();
  });
});
