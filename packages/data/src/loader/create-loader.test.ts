import { open } from 'node:fs/promises';
import { join } from 'node:path';

import { SeededRandom } from '@stackgan/random';
import { describe, expect, it } from 'vitest';

import type { HostBatch } from './batch.js';
import { createLoader, type LoaderOptions } from './create-loader.js';
import { openDataset } from '../prepared/open-dataset.js';
import { fabricatedSource } from '../testing/fabricated-source.js';
import { prepareFabricated } from '../testing/prepare-fabricated.js';

async function dataset(options: Parameters<typeof fabricatedSource>[0] = {}) {
  const { outDir } = await prepareFabricated(fabricatedSource(options), { sizes: [16] });
  return openDataset(outDir);
}

async function loaderOf(options: Partial<LoaderOptions> & { dataset: LoaderOptions['dataset'] }) {
  return createLoader({
    split: 'train',
    imageSize: 16,
    batchSize: 4,
    random: new SeededRandom(1),
    ...options,
  });
}

async function take(loader: { next: () => Promise<HostBatch> }, count: number) {
  const batches: HostBatch[] = [];
  for (let i = 0; i < count; i++) batches.push(await loader.next());
  return batches;
}

describe('createLoader', () => {
  it('hands out images in [-1, 1] beside their own class and embedding', async () => {
    const set = await dataset();
    const loader = await loaderOf({ dataset: set, captionsPerExample: 1 });
    const { images, shape, classes, embeddings, ids } = await loader.next();
    expect(shape).toEqual([4, 16, 16, 3]);
    for (const [i, id] of ids.entries()) {
      const value = Number(id.slice(1));
      expect(images[i * 768]).toBeCloseTo(value / 127.5 - 1, 6);
      expect(images[i * 768 + 1]).toBeCloseTo(20 / 127.5 - 1, 6);
      expect(classes[i]).toBe(value % 3);
      expect(embeddings[i * 2 + 1]).toBe(120);
    }
    await loader.close();
    await set.close();
  });

  it('shows each image of the split once per epoch, in a new order each epoch', async () => {
    const set = await dataset();
    const loader = await loaderOf({ dataset: set, batchSize: 3 });
    const passes = [await take(loader, 3), await take(loader, 3)].map((batches) =>
      batches.flatMap(({ ids }) => ids),
    );
    const train = set.examples.filter(({ split }) => split === 'train').map(({ id }) => id);
    for (const pass of passes) expect([...pass].sort()).toEqual([...train].sort());
    expect(passes[0]).not.toEqual(passes[1]);
    await loader.close();
    await set.close();
  });

  it('averages distinct captions, drawn anew each time', async () => {
    const set = await dataset();
    // Captions of p0 have lengths 3, 4, 5: a mean of all three is 4, a mean of two 3.5, 4 or 4.5.
    const all = await loaderOf({ dataset: set, batchSize: 9, captionsPerExample: 9 });
    const [whole] = await take(all, 1);
    expect(whole!.embeddings[whole!.ids.indexOf('p0') * 2]).toBe(4);
    await all.close();
    const two = await loaderOf({ dataset: set, batchSize: 9, captionsPerExample: 2 });
    const drawn = (await take(two, 30)).map(({ ids, embeddings, captions }) => {
      const at = ids.indexOf('p0');
      return { mean: embeddings[at * 2], captions: captions[at]! };
    });
    expect([...new Set(drawn.map(({ mean }) => mean))].sort()).toEqual([3.5, 4, 4.5]);
    for (const { mean, captions } of drawn) {
      expect(mean).toBe(3 + (captions[0]! + captions[1]!) / 2);
    }
    await two.close();
    await set.close();
  });

  it('averages as many captions as the data set says, unless it is told another number', async () => {
    const options = { crop: false, flip: false, captionsPerDraw: 2 };
    const set = await dataset({ count: 9, options });
    const drawn = async (given: { captionsPerExample?: number } = {}) => {
      const loader = await loaderOf({ dataset: set, batchSize: 4, ...given });
      const { captions } = await loader.next();
      await loader.close();
      return captions.map(({ length }) => length);
    };
    expect(await drawn()).toEqual([2, 2, 2, 2]);
    expect(await drawn({ captionsPerExample: 1 })).toEqual([1, 1, 1, 1]);
    await set.close();
  });

  it('gives each example an image of another class, any of them, the same for one seed', async () => {
    const set = await dataset();
    const loader = await loaderOf({ dataset: set, batchSize: 9, wrongImages: true });
    const batches = await take(loader, 60);
    const shown = new Map<number, number>();
    for (const { wrongImages, classes } of batches) {
      for (let i = 0; i < 9; i++) {
        const image = Math.round((wrongImages![i * 768]! + 1) * 127.5); // image i has red channel i
        expect(image % 3).not.toBe(classes[i]);
        shown.set(image, (shown.get(image) ?? 0) + 1);
      }
    }
    expect(shown.size).toBe(9);
    for (const count of shown.values()) expect(Math.abs(count - 60)).toBeLessThan(30);

    // The right images are those of a loader without wrong ones.
    const plain = await loaderOf({ dataset: set, batchSize: 9 });
    expect((await plain.next()).images).toEqual(batches[0]!.images);
    const again = await loaderOf({ dataset: set, batchSize: 9, wrongImages: true, prefetch: 0 });
    expect(await take(again, 3)).toEqual(batches.slice(0, 3));
    for (const each of [loader, plain, again]) await each.close();
    await set.close();
  });

  it('is the same for one seed, whatever is prefetched or cached', async () => {
    const set = await dataset();
    const runs = await Promise.all(
      [{ prefetch: 0, cacheBytes: 0 }, { prefetch: 5 }, { prefetch: 1, cacheBytes: 2000 }].map(
        async (options) => {
          const loader = await loaderOf({ dataset: set, ...options });
          const batches = await take(loader, 7);
          await loader.close();
          return batches;
        },
      ),
    );
    expect(runs[1]).toEqual(runs[0]);
    expect(runs[2]).toEqual(runs[0]);
    const other = await loaderOf({ dataset: set, random: new SeededRandom(2) });
    expect(await take(other, 7)).not.toEqual(runs[0]);
    await other.close();
    await set.close();
  });

  it('resumes to exactly the batches of an uninterrupted run, prefetched ones excluded', async () => {
    const set = await dataset({ options: { crop: true, flip: true } });
    const random = new SeededRandom(4);
    const before = random.getState();
    const whole = await loaderOf({ dataset: set, random });
    const expected = await take(whole, 9);
    for (const stop of [0, 1, 4, 8]) {
      const first = await loaderOf({ dataset: set, random, prefetch: 3 });
      await take(first, stop);
      const state = JSON.parse(JSON.stringify(first.getState()));
      await first.close();
      const resumed = await loaderOf({ dataset: set, random: new SeededRandom(99), state });
      expect(await take(resumed, 9 - stop)).toEqual(expected.slice(stop));
      expect(resumed.getState()).toEqual(whole.getState());
      await resumed.close();
    }
    expect(random.getState()).toEqual(before);
    await whole.close();
    await set.close();
  });

  it('cuts windows out of the margin and mirrors half of the images, at random', async () => {
    const set = await dataset({ side: 19, options: { crop: true, flip: true } });
    expect(set.storedSize(16)).toBe(19);
    const loader = await loaderOf({ dataset: set, batchSize: 9 });
    const batches = await take(loader, 40);
    let mirrored = 0;
    const edges = new Set<number>();
    for (const { images } of batches) {
      for (let i = 0; i < 9; i++) {
        const row = Array.from({ length: 16 }, (_, x) => images[(i * 256 + x) * 3 + 1]! > 0);
        if (row[0]) mirrored++;
        edges.add(row.indexOf(!row[0]));
      }
    }
    expect(Math.abs(mirrored / 360 - 0.5)).toBeLessThan(0.12);
    expect(edges.size).toBeGreaterThanOrEqual(4);
    await loader.close();
    await set.close();
  });

  it('skips and names an image that does not decode, and stops above one in a hundred', async () => {
    const set = await dataset({ count: 140 }); // 105 for training
    const damage = async (index: number) => {
      const { images } = await storedLine(set.directory, index);
      const file = await open(join(set.directory, 'images-16.bin'), 'r+');
      await file.write(new Uint8Array(images[0]![1]), 0, undefined, images[0]![0]);
      await file.close();
    };
    await damage(0);
    const loader = await loaderOf({ dataset: set, batchSize: 7 });
    const batches = await take(loader, 30);
    expect(batches.every(({ ids }) => ids.length === 7 && !ids.includes('p0'))).toBe(true);
    expect(loader.undecodable()).toEqual(['p0']);
    await loader.close();

    await damage(1);
    const failing = await loaderOf({ dataset: set, batchSize: 7 });
    await expect(take(failing, 30)).rejects.toThrow(/2 images .* cannot be decoded.*p[01], p[01]/);
    await failing.close();
    await set.close();
  });

  it('refuses a size or split that is not there, and batches after closing', async () => {
    const set = await dataset({ count: 3 });
    await expect(loaderOf({ dataset: set, imageSize: 64 })).rejects.toThrow('not 64');
    await expect(loaderOf({ dataset: set, split: 'test' })).rejects.toThrow('no test examples');
    const two = await dataset({ count: 1 });
    await expect(loaderOf({ dataset: two, wrongImages: true })).rejects.toThrow(
      'has a single image',
    );
    await two.close();
    const loader = await loaderOf({ dataset: set });
    await loader.next();
    await loader.close();
    await expect(loader.next()).rejects.toThrow('closed');
    await set.close();
  });
});

async function storedLine(folder: string, index: number) {
  const { readFile } = await import('node:fs/promises');
  const lines = (await readFile(join(folder, 'examples.jsonl'), 'utf8')).split('\n');
  return JSON.parse(lines[index]!) as { images: [number, number][] };
}
