import { join } from 'node:path';

import sharp, { type Sharp } from 'sharp';
import { expect, it } from 'vitest';

import { openDataset } from '../prepared/open-dataset.js';
import { prepareDataset } from '../preparation/prepare-dataset.js';
import { countingEncoder } from '../testing/counting-encoder.js';
import { temporaryFolder, writeFiles } from '../testing/temporary-folder.js';
import { folderSource } from './folder-source.js';

const SIDE = 16;

const solid = (r: number, g: number, b: number) =>
  sharp({ create: { width: SIDE, height: SIDE, channels: 3, background: { r, g, b } } });

/** Two images above each other, the upper one white and the lower one black. */
const halves = (height: number): Uint8Array =>
  new Uint8Array(SIDE * height * 3).fill(255, 0, (SIDE * height * 3) / 2);

const sixteenBits = (): Sharp => {
  const values = Uint16Array.from({ length: SIDE * SIDE * 3 }, (_, i) => (i % 3) * 32767);
  const raw = { width: SIDE, height: SIDE, channels: 3 } as const;
  return sharp(values, { raw }).toColourspace('rgb16').png();
};

it('own images of every kind are prepared as they look', async () => {
  const raw = (height: number, pageHeight?: number) => ({
    raw: { width: SIDE, height, channels: 3 as const, ...(pageHeight && { pageHeight }) },
  });
  const files = {
    'animated.gif': sharp(halves(2 * SIDE), raw(2 * SIDE, SIDE)).gif({ delay: [9, 9] }),
    'cmyk.jpg': solid(110, 140, 190).toColourspace('cmyk').jpeg({ quality: 100 }),
    'grey.jpg': solid(120, 120, 120).greyscale().jpeg({ quality: 100 }),
    'sixteen.png': sixteenBits(),
    'turned.jpg': sharp(halves(SIDE), raw(SIDE)).withMetadata({ orientation: 6 }).jpeg(),
  };
  const folder = await temporaryFolder();
  for (const [name, image] of Object.entries(files)) {
    const text = name.replace(/\..*/, '.txt');
    await writeFiles(folder, { [name]: await image.toBuffer(), [text]: 'an image\n' });
  }
  const outDir = join(await temporaryFolder(), 'set');
  const source = await folderSource({ folder });
  await prepareDataset({ source, outDir, encoder: countingEncoder(), sizes: [8] });
  const set = await openDataset(outDir);
  expect([set.info.undecodable, set.storedSize(8)]).toEqual([[], 10]);
  const expectPixel = async (id: string, x: number, rgb: readonly number[], within = 3) => {
    const data = await set.readImage(
      set.examples.find((example) => example.id === id)!,
      8,
    );
    const at = (5 * 10 + x) * 3;
    const found = [...data.subarray(at, at + 3)];
    const most = Math.max(...found.map((value, channel) => Math.abs(value - rgb[channel]!)));
    expect(most, `${id}: ${found.join()}`).toBeLessThan(within);
  };
  // Of an animation, the first image.
  await expectPixel('animated.gif', 5, [255, 255, 255]);
  await expectPixel('cmyk.jpg', 5, [110, 140, 190], 16);
  await expectPixel('grey.jpg', 5, [120, 120, 120]);
  await expectPixel('sixteen.png', 5, [0, 127, 255]);
  // Turned clockwise, the white half is at the right.
  await expectPixel('turned.jpg', 1, [0, 0, 0], 8);
  await expectPixel('turned.jpg', 8, [255, 255, 255], 8);
  await set.close();
});
