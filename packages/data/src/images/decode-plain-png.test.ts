import { SeededRandom } from '@stackgan/random';
import sharp, { type PngOptions } from 'sharp';
import { describe, expect, it } from 'vitest';

import { decodePlainPng } from './decode-plain-png.js';
import { packImage } from './pack-image.js';
import { defaultPreprocessing } from './preprocessing.js';

/** Random bytes of an image of `side` x `side`. */
const pixelsOf = (side: number, channels: 3 | 4 = 3) => {
  const random = new SeededRandom(side);
  return Uint8Array.from({ length: side * side * channels }, () => random.integer(256));
};

const pngOf = (side: number, options: PngOptions, channels: 3 | 4 = 3): Promise<Buffer> =>
  sharp(pixelsOf(side, channels), { raw: { width: side, height: side, channels } })
    .png(options)
    .toBuffer();

describe('decodePlainPng', () => {
  it.each([1, 7, 64])('gives the pixels of a plain image of side %i', async (side) => {
    const png = await pngOf(side, { compressionLevel: 3 });
    expect(decodePlainPng(png, side)).toEqual(pixelsOf(side));
    expect(decodePlainPng(png, side + 1)).toBeUndefined();
  });

  it('reads drawings as preparation writes them', async () => {
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40"><circle cx="17" cy="20" r="9" fill="#12ab34"/></svg>';
    const { images } = await packImage(Buffer.from(svg), [32], defaultPreprocessing);
    const { data } = await sharp(images[0]).raw().toBuffer({ resolveWithObject: true });
    expect(decodePlainPng(images[0]!, 32)).toEqual(Uint8Array.from(data));
  });

  it.each<[string, PngOptions, 3 | 4]>([
    ['filters', { adaptiveFiltering: true }, 3],
    ['interlacing', { progressive: true }, 3],
    ['a palette', { palette: true }, 3],
    ['alpha', {}, 4],
  ])('leaves %s to sharp', async (_, options, channels) => {
    expect(decodePlainPng(await pngOf(16, options, channels), 16)).toBeUndefined();
  });

  it('leaves damaged files to sharp, wherever the damage is in the pixels', async () => {
    const png = await pngOf(16, { compressionLevel: 3 });
    const random = new SeededRandom(3);
    for (let time = 0; time < 300; time++) {
      const damaged = Buffer.from(png);
      const at = random.integer(png.length);
      damaged[at]! ^= 1 << random.integer(8);
      const pixels = decodePlainPng(damaged, 16);
      if (pixels !== undefined) expect(pixels).toEqual(pixelsOf(16));
    }
    for (let length = 0; length < png.length - 12; length += 7) {
      expect(decodePlainPng(png.subarray(0, length), 16)).toBeUndefined();
    }
    // A file that would become larger than it says.
    expect(decodePlainPng(await pngOf(17, {}), 16)).toBeUndefined();
  });
});
