import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { CaptionFont } from './caption-text.js';
import { readImages, resizeImage } from './image.js';
import { drawImageGrid } from './image-grid.js';

beforeAll(() => tf.setBackend('cpu'));

describe('readImages', () => {
  it('maps [-1, 1] to bytes, rounds and clips', async () => {
    const images = tf.tensor4d([-1, 0, 1, -2, 2, 0.5], [2, 1, 1, 3]);
    expect(await readImages(images)).toEqual([
      { size: 1, data: Uint8Array.of(0, 128, 255) },
      { size: 1, data: Uint8Array.of(0, 255, 191) },
    ]);
  });
});

describe('resizeImage', () => {
  it('repeats pixels at whole multiples', async () => {
    const data = Uint8Array.of(9, 9, 9, 50, 50, 50, 100, 100, 100, 200, 200, 200);
    const large = await resizeImage({ size: 2, data }, 4);
    expect([...large.data.filter((_, index) => index % 3 === 0)]).toEqual([
      9, 9, 50, 50, 9, 9, 50, 50, 100, 100, 200, 200, 100, 100, 200, 200,
    ]);
  });
});

describe('CaptionFont', () => {
  const font = CaptionFont.load();
  it('wraps between words, and cuts what does not fit', () => {
    const at = (width: number, lines: number) =>
      font.wrap('a small red apple on a table', { width, size: 16, lines });
    expect(at(1000, 1)).toEqual(['a small red apple on a table']);
    expect(at(110, 3)).toEqual(['a small red', 'apple on a', 'table']);
    expect(at(110, 2)).toEqual(['a small red', expect.stringMatching(/^apple on.*…$/)]);
    expect(at(20, 9).every((line) => line.length <= 4)).toBe(true);
    expect(font.wrap('', { width: 9, size: 9, lines: 1 })).toEqual([]);
  });

  it('draws shapes, not text, so that no font need be installed', () => {
    const path = font.path('red', { x: 0, y: 10, size: 10, fill: '#000000' });
    expect(path).toMatch(/^<path fill="#000000" d="M[-\d. MLQCZ]+"\/>$/);
  });
});

describe('drawImageGrid', () => {
  it('puts tiles beside the caption, one line of tiles below the other', async () => {
    const plain = (red: number) => ({ size: 1, data: Uint8Array.of(red, 0, 0) });
    const png = await drawImageGrid({
      title: 'T',
      blocks: [
        {
          caption: 'two words',
          lines: [
            [plain(10), plain(20)],
            [plain(30), plain(40)],
          ],
        },
      ],
      tile: 8,
    });
    const { data, info } = await sharp(png)
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const isTile = (index: number) => data[index + 1] === 0 && data[index + 2] === 0;
    const reds = new Map<number, number>();
    for (let i = 0; i < data.length; i += info.channels) {
      const red = data[i] ?? 0;
      if (isTile(i)) reds.set(red, (reds.get(red) ?? 0) + 1);
    }
    expect([...reds]).toEqual([10, 20, 30, 40].map((red) => [red, 64]));
    expect(data.some((value) => value > 40 && value < 100)).toBe(true); // Dark text.
  });

  it('writes the end of a line on the other side of its tiles', async () => {
    const lines = [[{ size: 1, data: Uint8Array.of(255, 255, 255) }]];
    const draw = async (end: object) => {
      const png = await drawImageGrid({
        title: '',
        blocks: [{ caption: '', lines, ...end }],
        tile: 8,
      });
      const { data, info } = await sharp(png)
        .removeAlpha()
        .raw()
        .toBuffer({ resolveWithObject: true });
      const columns = [...data].flatMap((value, index) =>
        value < 128 ? [index % (info.width * 3)] : [],
      );
      return { width: info.width, left: Math.min(...columns) / 3 };
    };
    const [plainGrid, labelled] = [await draw({}), await draw({ end: 'a dog' })];
    expect(plainGrid.left).toBe(Infinity);
    expect(labelled.left).toBeGreaterThan(16 + 190 + 8);
    expect(labelled.width).toBe(plainGrid.width + 190);
  });
});
