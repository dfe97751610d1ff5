import { SeededRandom } from '@stackgan/random';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';

import type { BoundingBox } from '../images/bounding-box.js';
import { openDataset } from '../prepared/open-dataset.js';
import type { PreparedDataset } from '../prepared/prepared-dataset.js';
import type { SourceExample } from '../source/dataset-source.js';
import { fabricatedSource } from '../testing/fabricated-source.js';
import { prepareFabricated } from '../testing/prepare-fabricated.js';
import { createLoader } from './create-loader.js';
import { drawBoxes } from './draw-boxes.js';

const SIDE = 76;
const PLACE: BoundingBox = { x: 4, y: 30, width: 36, height: 12 };

/** A black rectangle on a transparent or green background, as PNG. */
async function rectangle(
  { x: left, y: top, width, height }: BoundingBox,
  isTransparent = true,
  sides = { width: SIDE, height: SIDE },
): Promise<Uint8Array> {
  const background = { r: 0, g: 200, b: 0, alpha: isTransparent ? 0 : 1 };
  const black = { r: 0, g: 0, b: 0, alpha: 1 };
  const input = await sharp({ create: { width, height, channels: 4, background: black } })
    .png()
    .toBuffer();
  const image = sharp({ create: { ...sides, channels: 4, background } });
  const drawn = image.composite([{ input, left, top }]);
  return (isTransparent ? drawn : drawn.removeAlpha()).png().toBuffer();
}

const svg = (figure: string) =>
  Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}"><rect width="${SIDE}" height="${SIDE}" fill="#fff"/>${figure}</svg>`,
  );

async function dataset(
  images: readonly Pick<SourceExample, 'image' | 'box'>[],
  options = { crop: false, flip: false },
): Promise<PreparedDataset> {
  const examples = images.map((one, i): SourceExample => {
    return { id: `p${i}`, class: 'c', captions: [`${i}`], split: 'train', ...one };
  });
  const source = {
    ...fabricatedSource({ options }),
    size: images.length,
    examples: () => examples,
  };
  const { outDir } = await prepareFabricated(source, { sizes: [options.crop ? 64 : SIDE] });
  return openDataset(outDir);
}

describe('the box of a prepared example', () => {
  it('is that of what is not white in drawings and transparent images, else that of the source', async () => {
    const wide = { width: 2 * SIDE, height: SIDE };
    const set = await dataset([
      { image: () => rectangle(PLACE) },
      { image: async () => svg('<rect x="4" y="30" width="36" height="12" fill="#0f0"/>') },
      { image: () => rectangle(PLACE, false) },
      // The square in the middle begins at column 38.
      { image: () => rectangle({ x: 30, y: 0, width: 46, height: 19 }, true, wide) },
      { image: async () => svg('') },
    ]);
    const whole = [4 / SIDE, 30 / SIDE, 36 / SIDE, 12 / SIDE];
    const boxes = set.examples.map(({ box }) => box);
    expect(boxes).toEqual([whole, whole, undefined, [0, 0, 0.5, 0.25], undefined]);
    await set.close();
  });

  it('is relative to the crop around it', async () => {
    // The square of 1.5 * 36 around the middle (22, 36) reaches 5 columns beyond the image.
    const set = await dataset([{ image: () => rectangle(PLACE, false), box: PLACE }]);
    expect(set.examples[0]!.box).toEqual([4 / 49, 21 / 54, 36 / 49, 12 / 54]);
    await set.close();
  });
});

describe('the boxes of a batch', () => {
  const places = [
    PLACE,
    { x: 0, y: 0, width: 20, height: 76 },
    { x: 70, y: 1, width: 6, height: 9 },
  ];
  const images = places.map((place) => ({ image: () => rectangle(place) }));

  it('are around the objects of its images, as they are cropped and mirrored', async () => {
    const set = await dataset(images, { crop: true, flip: true });
    const random = new SeededRandom(1);
    const loader = createLoader({
      dataset: set,
      split: 'train',
      imageSize: 64,
      batchSize: 30,
      random,
    });
    const { images: pixels, boxes } = await loader.next();
    for (let i = 0; i < 30; i++) {
      const black = Array.from({ length: 64 * 64 }, (_, at) => at).filter(
        (at) => pixels[(i * 64 * 64 + at) * 3]! < 0,
      );
      const [x, y, width, height] = Array.from(boxes!.subarray(i * 4), (value) => value * 64);
      const [columns, rows] = [black.map((at) => at % 64), black.map((at) => Math.floor(at / 64))];
      if (black.length === 0) expect(width! * height!).toBe(0);
      else {
        expect(x).toBeCloseTo(Math.min(...columns), 4);
        expect(y).toBeCloseTo(Math.min(...rows), 4);
        expect(x! + width!).toBeCloseTo(Math.max(...columns) + 1, 4);
        expect(y! + height!).toBeCloseTo(Math.max(...rows) + 1, 4);
      }
    }
    await loader.close();

    // The same windows, without the images.
    const drawn = drawBoxes(set, 64, new SeededRandom(2))!;
    expect(drawn).toHaveLength(12);
    expect(drawn[3]).toBeCloseTo(12 / 64, 6);
    await set.close();
  });

  it('are missing if one of the images has none', async () => {
    const set = await dataset([...images, { image: () => rectangle(PLACE, false) }]);
    const random = new SeededRandom(1);
    const loader = createLoader({
      dataset: set,
      split: 'train',
      imageSize: SIDE,
      batchSize: 2,
      random,
    });
    expect((await loader.next()).boxes).toBeUndefined();
    expect(drawBoxes(set, SIDE, random)).toBeUndefined();
    await loader.close();
    await set.close();
  });
});
