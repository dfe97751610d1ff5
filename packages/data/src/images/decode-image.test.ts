import sharp, { type Create, type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';

import { decodeImage } from './decode-image.js';
import { type TiffSamples, writeTiff } from '../testing/write-tiff.js';

const tiff = (samples: Partial<TiffSamples>) =>
  writeTiff({ width: 2, height: 2, channels: 3, bits: 8, format: 1, values: [0], ...samples });

const raw = (data: Uint8Array | Uint16Array, channels: 1 | 2 | 3 | 4, side = 2): Sharp =>
  sharp(data, { raw: { width: side, height: side, channels } });

/** A one-coloured image. */
const solid = (background: Create['background'], channels: 3 | 4 = 3): Sharp =>
  sharp({ create: { width: 2, height: 2, channels, background } });

/** The first pixels of it. */
async function firstOf(bytes: Uint8Array | Promise<Uint8Array>, count = 1): Promise<number[]> {
  return [...(await decodeImage(await bytes)).data.subarray(0, count * 3)];
}

describe('decodeImage', () => {
  it.each<[string, Partial<TiffSamples>, number[]]>([
    ['floats', { bits: 32, format: 3, values: [0, 0.5, 1] }, [0, 128, 255]],
    ['grey floats', { bits: 32, format: 3, channels: 1, values: [0.2] }, [51, 51, 51]],
    [
      'floats with alpha, over white',
      { bits: 32, format: 3, channels: 4, values: [1, 0.4, 0, 0.5], extra: 2 },
      [255, 178, 127],
    ],
    [
      'grey floats with alpha, over white',
      { bits: 32, format: 3, channels: 2, values: [0.4, 0.5], extra: 2 },
      [178, 178, 178],
    ],
    ['bytes', { values: [0, 128, 255] }, [0, 128, 255]],
    ['16 bits', { bits: 16, values: [0, 32768, 65535] }, [0, 128, 255]],
    ['16 bits of grey', { bits: 16, channels: 1, values: [32768] }, [128, 128, 128]],
    ['16 bits of black', { bits: 16, channels: 1, values: [0] }, [0, 0, 0]],
  ])('reads a TIFF of %s', async (_, samples, expected) => {
    const found = await firstOf(tiff(samples));
    found.forEach((value, i) => expect(Math.abs(value - expected[i]!)).toBeLessThanOrEqual(1));
  });

  it('reads an image of floats as that of its bytes divided by 255', async () => {
    const values = Array.from({ length: 256 }, (_, value) => value);
    const square = { width: 16, height: 16, channels: 1 };
    const floats = values.map((value) => value / 255);
    const { data } = await decodeImage(tiff({ ...square, bits: 32, format: 3, values: floats }));
    expect(data).toEqual((await decodeImage(tiff({ ...square, values }))).data);
  });

  it.each<[string, Partial<TiffSamples>, RegExp]>([
    [
      'light beyond white',
      { bits: 32, format: 3, values: [0, 0.5, 12] },
      /floats from 0 to 12, but/,
    ],
    [
      'floats of bytes',
      { bits: 32, format: 3, values: [0, 9, 255] },
      /from 0 to 255, but only 0 to 1/,
    ],
    [
      'negative floats',
      { bits: 32, format: 3, values: [-1, 1] },
      /floats from -1 to 1, but only 0 to 1/,
    ],
    ['NaN', { bits: 32, format: 3, values: [0, NaN, 1] }, /it holds NaN or infinity; save/],
    ['64-bit floats', { bits: 64, format: 3, values: [0, 1] }, /unsupported samples; save/],
    ['32-bit numbers', { bits: 32, values: [0, 2 ** 32 - 1] }, /it holds 32-bit numbers, which/],
    ['signed bytes', { format: 2, channels: 1, values: [-9, 9] }, /it holds signed bytes, which/],
    ['signed numbers', { bits: 16, format: 2, values: [-9, 9] }, /signed 16-bit numbers, which/],
    [
      'bytes in 16 bits',
      { bits: 16, values: [0, 200] },
      /values reach only 200 of 65535, which is bl/,
    ],
    ['five channels', { channels: 5, values: [9], extra: 0 }, /it has 5 channels, which are no/],
  ])('refuses a TIFF of %s, which would become another image', async (_, samples, message) => {
    await expect(decodeImage(tiff(samples))).rejects.toThrow(message);
    await expect(decodeImage(tiff(samples))).rejects.toThrow(/; save it with 8 or 16 bits per ch/);
  });

  it('reads 16-bit PNG, palettes, grey with alpha, CMYK, and turns images upright', async () => {
    const sixteen = raw(
      Uint16Array.from({ length: 12 }, (_, i) => (i % 3) * 32767),
      3,
    );
    expect(await firstOf(sixteen.toColourspace('rgb16').png().toBuffer())).toEqual([0, 127, 255]);
    const half = solid({ r: 200, g: 0, b: 0, alpha: 0 }, 4).png({ palette: true }).toBuffer();
    expect(await firstOf(half)).toEqual([255, 255, 255]);
    const grey = raw(Uint8Array.of(100, 255, 100, 0, 100, 255, 100, 0), 2)
      .png()
      .toBuffer();
    expect(await firstOf(grey, 2)).toEqual([100, 100, 100, 255, 255, 255]);
    const cmyk = solid({ r: 110, g: 140, b: 190 }).toColourspace('cmyk').jpeg({ quality: 100 });
    const found = await firstOf(cmyk.toBuffer());
    [110, 140, 190].forEach((value, i) => expect(Math.abs(found[i]! - value)).toBeLessThan(16));
    const rows = Uint8Array.from({ length: 2 * 4 * 3 }, (_, i) => (i < 12 ? 255 : 0));
    const wide = sharp(rows, { raw: { width: 4, height: 2, channels: 3 } });
    const turned = await wide.withMetadata({ orientation: 6 }).png().toBuffer();
    const upright = await decodeImage(turned);
    expect([upright.width, upright.height, upright.isUpright]).toEqual([2, 4, false]);
    // Rotated clockwise, the white row at the top becomes the column at the right.
    expect([...upright.data.subarray(0, 6)]).toEqual([0, 0, 0, 255, 255, 255]);
  });

  it.each(['gif', 'webp'] as const)('reads the first image of an animated %s', async (format) => {
    const frames = Uint8Array.from({ length: 8 * 8 * 2 * 3 }, (_, i) => (i < 8 * 8 * 3 ? 204 : 51));
    const options = { raw: { width: 8, height: 16, channels: 3 as const, pageHeight: 8 } };
    const lossless = format === 'webp' ? { lossless: true } : {};
    const bytes = await sharp(frames, options)
      [format]({ delay: [9, 9], ...lossless })
      .toBuffer();
    expect((await sharp(bytes).metadata()).pages).toBe(2);
    const { data, width, height } = await decodeImage(bytes);
    expect([width, height]).toEqual([8, 8]);
    expect(new Set(data)).toEqual(new Set([204]));
  });
});

describe('what decodeImage says', () => {
  const noise = (): Sharp =>
    raw(
      Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * i * 31 + i * 7) % 251),
      3,
      64,
    );

  it.each(['jpeg', 'png', 'webp', 'gif', 'tiff', 'avif'] as const)(
    'is that a %s ends early, wherever it is cut off',
    async (format) => {
      const bytes = await noise()[format]().toBuffer();
      for (const length of [30, bytes.length * 0.3, bytes.length * 0.6]) {
        await expect(decodeImage(bytes.subarray(0, length)), `${length}`).rejects.toThrow(
          'the file ends early, it is cut off; copy or download it again',
        );
      }
    },
  );

  it.each([
    ['interlaced PNG', () => noise().png({ progressive: true })],
    ['progressive JPEG', () => noise().jpeg({ progressive: true })],
    ['lossless WebP', () => noise().webp({ lossless: true })],
  ])('is that a cut-off %s ends early', async (_, make) => {
    const bytes = await make().toBuffer();
    await expect(decodeImage(bytes.subarray(0, bytes.length / 2))).rejects.toThrow(/ends early/);
  });

  it.each(['jpeg', 'png', 'gif', 'tiff', 'avif'] as const)(
    'is that a %s is damaged, without words of the library about itself',
    async (format) => {
      const bytes = Buffer.from(await noise()[format]().toBuffer());
      const middle = Math.floor(bytes.length * 0.6);
      for (let at = middle; at < middle + 40; at++) bytes[at]! ^= 0x5a;
      const message = await decodeImage(bytes).then(String, (error: Error) => error.message);
      expect(message).toMatch(/^the file is damaged \([^()]+.*\); copy or download it again$/);
      expect(message).not.toMatch(/treated as error|bad seek|vips|\n/i);
    },
  );

  it.each<[string, string | Uint8Array, RegExp]>([
    ['nothing', '', /^the file is empty; copy/],
    ['BMP', 'BM6\0\0\0\0\0', /^this is BMP, which is not supported; save it as PNG/],
    ['HEIC', '\0\0\0\x18ftypheic\0\0\0\0mif1heic', /^this is HEIC, .*; save it as JPEG or PNG/],
    ['a web page', '\n<!DOCTYPE html><html>404</html>', /^this is a web page, not an image/],
    ['a Git LFS pointer', 'version https://git-lfs.github.com/spec/v1\n', /git lfs pull$/],
    [
      'other bytes',
      Uint8Array.of(1, 2, 3),
      /^this is not a JPEG, PNG, WebP, GIF, AVIF or TIFF file; save/,
    ],
  ])('names %s', async (_, content, message) => {
    const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
    await expect(decodeImage(bytes)).rejects.toThrow(message);
  });
});
