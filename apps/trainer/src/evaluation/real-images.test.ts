import { join } from 'node:path';
import {
  type DatasetSource,
  openDataset,
  prepareDataset,
  type Preprocessing,
} from '@stackgan/data';
import { SeededRandom } from '@stackgan/random';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { SquareImage } from '../images/image.js';
import { temporaryFolder, tinyEncoder } from '../testing/tiny.js';
import { realImages } from './real-images.js';

/** Three images of noise, 128 pixels wide: resized, they depend on the filter. */
const noise = (crop: boolean): DatasetSource => ({
  ...{ name: 'noise', licence: 'CC0', attribution: 'nobody', options: { crop, flip: false } },
  examples: () =>
    [0, 1, 2].map((seed) => ({
      ...{ id: `p${seed}`, class: 'noise', captions: ['noise'], split: 'train' as const },
      image: () => {
        const random = new SeededRandom(seed);
        const bytes = Uint8Array.from({ length: 128 * 128 * 3 }, () => random.integer(256));
        return sharp(bytes, { raw: { width: 128, height: 128, channels: 3 } })
          .png()
          .toBuffer();
      },
    })),
});

async function prepared(
  sizes: number[],
  { crop = false, filter = 'lanczos' }: { crop?: boolean; filter?: Preprocessing['filter'] } = {},
) {
  const outDir = join(await temporaryFolder(), 'set');
  const preprocessing = { filter };
  await prepareDataset({ source: noise(crop), outDir, encoder: tinyEncoder, sizes, preprocessing });
  return openDataset(outDir);
}

async function all(...given: Parameters<typeof realImages>): Promise<SquareImage[]> {
  const images: SquareImage[] = [];
  for await (const batch of realImages(...given).batches()) images.push(...batch.images);
  await given[0].close();
  return images.map(({ size, data }) => ({ size, data: Uint8Array.from(data) }));
}

describe('realImages', () => {
  it.each(['lanczos', 'bicubic'] as const)(
    'of a size that is not stored are resized as preparation resizes, by %s',
    async (filter) => {
      // The images are 128 pixels wide, so that those of the small set are made of the same.
      const expected = await all(await prepared([64], { filter }));
      expect(expected[0]!.size).toBe(64);
      expect(await all(await prepared([128], { filter }), 64)).toEqual(expected);
      expect(await all(await prepared([64, 128], { filter }), 64)).toEqual(expected);
    },
  );

  it('are those of the largest size, as stored, where no size is asked for', async () => {
    const whole = await all(await prepared([64, 128]));
    expect(whole.map(({ size }) => size)).toEqual([128, 128, 128]);
    expect(await all(await prepared([128]), 128)).toEqual(whole);
  });

  it('are whole, of the size asked for, where stored ones have a margin', async () => {
    const [stored] = await all(await prepared([64, 128], { crop: true }));
    expect(stored!.size).toBe(152);
    const [image] = await all(await prepared([64, 128], { crop: true }), 64);
    expect([image!.size, image!.data.length]).toEqual([64, 64 * 64 * 3]);
  });
});
