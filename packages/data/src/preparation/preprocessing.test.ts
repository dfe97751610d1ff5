import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type HostTensor, readSafetensors } from '@stackgan/formats';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';

import { type BoundingBox, regionAround } from '../images/bounding-box.js';
import { openDataset } from '../prepared/open-dataset.js';
import { decodeStored, packImage } from '../images/pack-image.js';
import { prepareDataset } from './prepare-dataset.js';
import { defaultPreprocessing, type Preprocessing } from '../images/preprocessing.js';
import type { DatasetSource } from '../source/dataset-source.js';
import { countingEncoder } from '../testing/counting-encoder.js';
import { fabricatedSource } from '../testing/fabricated-source.js';
import { temporaryFolder } from '../testing/temporary-folder.js';

// By fixtures/make-resized.py, with Pillow.
const fixture = new URL('../../fixtures/resized.safetensors', import.meta.url);
const tensors = readSafetensors(await readFile(fixture)).tensors as Record<string, HostTensor>;
const whole = tensors['image']!;

const png = ({ data, shape: [height = 0, width = 0] }: Pick<HostTensor, 'data' | 'shape'>) =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();

const boxOf = (name: string): BoundingBox => {
  const [x, y, width, height] = tensors[name]!.data as unknown as [number, number, number, number];
  return { x, y, width, height };
};

/** Packs the fixture's image and decodes the stored bytes. */
async function stored(
  sides: number[],
  given: Partial<Preprocessing> & { box?: BoundingBox },
): Promise<Uint8Array[]> {
  const packed = await packImage(await png(whole), sides, { ...defaultPreprocessing, ...given });
  return Promise.all(packed.images.map((bytes, i) => decodeStored(bytes, sides[i]!)));
}

const difference = (found: Uint8Array, { data }: HostTensor): number => {
  expect(found.length).toBe(data.length);
  return found.reduce((most, value, i) => Math.max(most, Math.abs(value - data[i]!)), 0);
};

describe.each(['shrunk', 'enlarged', 'clipped', 'whole'])('an image, %s', (name) => {
  it.each(['bilinear', 'bicubic'] as const)('is resized as Pillow does: %s', async (filter) => {
    const images = await stored([38, 19], { box: boxOf(name), filter });
    for (const [i, side] of [38, 19].entries()) {
      const most = difference(images[i]!, tensors[`${name}.${filter}.${side}`]!);
      expect(most, `${side}`).toBeLessThanOrEqual(1);
    }
  });

  it('is stretched, and made small from the large one, as the TensorFlow code does', async () => {
    const asTf = { filter: 'bicubic', stretchContrast: true, smallFromLarge: true } as const;
    const [small, large] = await stored([19, 38], { box: boxOf(name), ...asTf });
    expect(difference(large!, tensors[`${name}.tf.38`]!)).toBeLessThanOrEqual(1);
    expect(difference(small!, tensors[`${name}.tf.19`]!)).toBeLessThanOrEqual(1);
    const [direct] = await stored([19], { box: boxOf(name), ...asTf, smallFromLarge: false });
    expect(difference(direct!, tensors[`${name}.tf.19`]!)).toBeGreaterThan(2);
  });
});

describe('the crop to the object', () => {
  const image = { width: 500, height: 333 };

  it('is 1.5 times the longer side around the middle, in whole numbers, within the image', () => {
    const at = (x: number, y: number, width: number, height: number, scale = 1.5) =>
      Object.values(regionAround({ x, y, width, height }, scale, image));
    expect(at(200, 100, 100, 60)).toEqual([175, 55, 150, 150]);
    expect(at(200.9, 100.9, 101.9, 60.9)).toEqual([175, 55, 150, 150]); // cut, not rounded
    expect(at(60, 27, 325, 304)).toEqual([0, 0, 465, 333]); // clipped on three sides
    expect(at(200, 100, 100, 60, 1.333)).toEqual([184, 64, 132, 132]);
    expect(at(499, 332, 1, 1)).toEqual([498, 331, 2, 2]);
    expect(at(-20, -20, 30, 30)).toEqual([0, 0, 17, 17]);
  });

  it('finds a square in its box: the same share of the crop whatever its size and place', async () => {
    // A white square on black; at 1.5 times its side, it fills the middle two thirds.
    for (const [left, top, side] of [
      [30, 40, 24],
      [120, 60, 60],
    ] as const) {
      const background = { r: 0, g: 0, b: 0 };
      const white = await sharp({
        create: { width: side, height: side, channels: 3, background: 'white' },
      })
        .png()
        .toBuffer();
      const bytes = await sharp({ create: { width: 240, height: 160, channels: 3, background } })
        .composite([{ input: white, left, top }])
        .png()
        .toBuffer();
      const box = { x: left, y: top, width: side, height: side };
      for (const filter of ['lanczos', 'bilinear', 'bicubic'] as const) {
        const packed = await packImage(bytes, [36], { ...defaultPreprocessing, filter, box });
        const pixels = await decodeStored(packed.images[0]!, 36);
        const row = Array.from({ length: 36 }, (_, x) => pixels[(18 * 36 + x) * 3]!);
        const column = Array.from({ length: 36 }, (_, y) => pixels[(y * 36 + 18) * 3]!);
        for (const line of [row, column]) {
          // Lanczos rings by a few values.
          const outside = [...line.slice(0, 4), ...line.slice(32)];
          expect(Math.max(...outside), filter).toBeLessThan(4);
          expect(Math.min(...line.slice(8, 28)), filter).toBeGreaterThan(251);
          expect(line[5]).toBeLessThan(64);
          expect(line[6]).toBeGreaterThan(191);
        }
      }
    }
  });

  it('is left out with 0, and for images without a box: then it is the middle square', async () => {
    const box = boxOf('clipped');
    const [none] = await stored([20], {});
    const [zero] = await stored([20], { box, objectCrop: 0 });
    const [cut] = await stored([20], { box });
    expect(zero).toEqual(none);
    expect(cut).not.toEqual(none);
    const square = await sharp(await png(whole))
      .extract({ left: 15, top: 0, width: 60, height: 60 })
      .resize(20, 20)
      .raw()
      .toBuffer();
    expect(Buffer.from(none!)).toEqual(square);
  });
});

describe('prepareDataset', () => {
  const boxed = (box: BoundingBox): DatasetSource => ({
    ...fabricatedSource(),
    options: { crop: true, flip: false },
    size: 2,
    examples: () => [
      {
        ...{ id: 'a', class: 'c', captions: ['one'], split: 'train', box },
        image: () => png(whole),
      },
      { id: 'b', class: 'c', captions: ['two'], split: 'train', image: () => png(whole) },
    ],
  });
  const prepare = async (source: DatasetSource, preprocessing: Partial<Preprocessing> = {}) => {
    const outDir = join(await temporaryFolder(), 'set');
    const encoder = countingEncoder();
    await prepareDataset({ source, outDir, encoder, sizes: [16, 32], preprocessing });
    return openDataset(outDir);
  };

  it('records the options and applies them', async () => {
    const set = await prepare(boxed(boxOf('shrunk')), { filter: 'bilinear' });
    const expected = { objectCrop: 1.5, stretchContrast: false, smallFromLarge: false };
    expect(set.info.preprocessing).toEqual({ ...expected, filter: 'bilinear' });
    expect(set.info.counts).toEqual({ train: 2, test: 0, captions: 2, boxes: 1 });
    const pixels = await set.readImage(set.examples[0]!, 32);
    expect(difference(pixels, tensors['shrunk.bilinear.38']!)).toBeLessThanOrEqual(1);
    await set.close();
    const without = await prepare(boxed(boxOf('shrunk')), { objectCrop: 0 });
    expect(without.info.counts.boxes).toBe(0);
    await without.close();
  });

  it.each([
    [{ x: 3, y: 4, width: -5, height: 9 }, 'a: its box (3, 4, -5, 9) has the size -5x9; correct'],
    [{ x: 3, y: NaN, width: 5, height: 9 }, 'is not of four finite numbers'],
    [{ x: 90, y: 4, width: 5, height: 9 }, 'is outside of the image of 90x60'],
    [{ x: 0, y: -30, width: 5, height: 30 }, 'is outside of the image of 90x60'],
  ])('refuses the box %j, and leaves nothing behind', async (box, message) => {
    const refused = prepare(boxed(box));
    await expect(refused).rejects.toMatchObject({ name: 'DatasetError', fault: 'box', path: 'a' });
    await expect(refused).rejects.toThrow(message);
  });

  it('refuses invalid preprocessing', async () => {
    const source = boxed(boxOf('shrunk'));
    await expect(prepare(source, { objectCrop: -1 })).rejects.toThrow('objectCrop is -1; give 1.5');
    const filter = 'nearest' as 'bicubic';
    await expect(prepare(source, { filter })).rejects.toThrow('give one of lanczos, bilinear');
  });
});
