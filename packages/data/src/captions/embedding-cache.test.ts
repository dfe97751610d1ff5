import { open, readdir, stat, truncate } from 'node:fs/promises';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { cacheEmbeddings } from './embedding-cache.js';
import { countingEncoder } from '../testing/counting-encoder.js';
import { temporaryFolder } from '../testing/temporary-folder.js';

async function fileIn(folder: string): Promise<string> {
  return join(folder, (await readdir(folder))[0]!);
}

describe('cacheEmbeddings', () => {
  it('asks the encoder once for each caption, across runs, and gives the same values', async () => {
    const folder = await temporaryFolder();
    const encoder = countingEncoder();
    const first = await cacheEmbeddings(encoder, folder);
    const captions = ['a cat', 'a dog', 'a cat', 'an ox'];
    const expected = await countingEncoder().embed(captions);
    expect(await first.embed(captions)).toEqual(expected);
    expect(encoder.asked).toEqual(['a cat', 'a dog', 'an ox']);
    await first.close();

    const second = await cacheEmbeddings(encoder, folder);
    expect(await second.embed([...captions, 'new'])).toEqual(
      await countingEncoder().embed([...captions, 'new']),
    );
    expect(encoder.asked).toEqual(['a cat', 'a dog', 'an ox', 'new']);
    await second.close();
  });

  it('passes captions of similar lengths to the encoder together, and keeps their order', async () => {
    const encoder = countingEncoder();
    const cached = await cacheEmbeddings(encoder, await temporaryFolder());
    const captions = ['a very long caption', 'a cat', 'quite a long one', 'a dog'];
    expect(await cached.embed(captions)).toEqual(await countingEncoder().embed(captions));
    expect(encoder.asked).toEqual(['a cat', 'a dog', 'quite a long one', 'a very long caption']);
    await cached.close();
  });

  it('keeps encoders apart by hash and dimension', async () => {
    const folder = await temporaryFolder();
    const encoders = [countingEncoder(), { ...countingEncoder(), hash: 'other/1' }];
    for (const encoder of encoders) {
      const cached = await cacheEmbeddings(encoder, folder);
      await cached.embed(['a']);
      await cached.close();
    }
    expect(await readdir(folder)).toHaveLength(2);
  });

  it('cuts off a torn or damaged tail and encodes only what was lost', async () => {
    const folder = await temporaryFolder();
    const fill = async () => {
      const encoder = countingEncoder();
      const cached = await cacheEmbeddings(encoder, folder);
      expect(await cached.embed(['one', 'two', 'three'])).toEqual(
        await countingEncoder().embed(['one', 'two', 'three']),
      );
      await cached.close();
      return encoder.asked;
    };
    await fill();
    const path = await fileIn(folder);
    const { size } = await stat(path);
    await truncate(path, size - 5);
    expect(await fill()).toEqual(['three']);
    expect((await stat(path)).size).toBe(size);

    const file = await open(path, 'r+');
    await file.write(new Uint8Array(8), 0, 8, size - 20); // A block of zeros, as after a power failure.
    await file.close();
    expect(await fill()).toEqual(['three']);
    expect(await fill()).toEqual([]);
  });

  it('keeps nothing of an encoder that gives another count of numbers, or none', async () => {
    const folder = await temporaryFolder();
    const given = async (values: number[]) => {
      const embed = () => Promise.resolve(Float32Array.from(values));
      const cached = await cacheEmbeddings({ ...countingEncoder(), embed }, folder);
      await expect(cached.embed(['a cat', 'a dog'])).rejects.toMatchObject({
        ...{ name: 'DatasetError', fault: 'encoder', path: 'counting' },
      });
      const error = await cached.embed(['a cat', 'a dog']).catch((reason: Error) => reason);
      await cached.close();
      return (error as Error).message;
    };
    expect(await given([1, 2, 3])).toBe(
      'the encoder counting gives 3 numbers for 2 captions; ' +
        'its `embed` must give the rows of [2, 2] as one Float32Array',
    );
    expect(await given([1, 2, 3, NaN])).toMatch(/gives NaN for the caption "a dog"; embeddings/);
    expect((await stat(await fileIn(folder))).size).toBe(0);
  });

  it('lets two open caches append to one file', async () => {
    const folder = await temporaryFolder();
    const [a, b] = [
      await cacheEmbeddings(countingEncoder(), folder),
      await cacheEmbeddings(countingEncoder(), folder),
    ];
    await a.embed(['one']);
    expect(await b.embed(['two', 'x'])).toEqual(await countingEncoder().embed(['two', 'x']));
    expect(await a.embed(['three'])).toEqual(await countingEncoder().embed(['three']));
    await Promise.all([a.close(), b.close()]);
    const encoder = countingEncoder();
    const again = await cacheEmbeddings(encoder, folder);
    await again.embed(['one', 'two', 'three', 'x']);
    expect(encoder.asked).toEqual([]);
    await again.close();
  });
});
