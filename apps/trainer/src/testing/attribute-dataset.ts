import { join } from 'node:path';
import { type DatasetSource, prepareDataset } from '@stackgan/data';
import sharp from 'sharp';
import { tinyEncoder } from './tiny.js';

const COLOURS = { red: [200, 40, 40], green: [40, 160, 60], blue: [50, 70, 210] } as const;
const NAMES = Object.keys(COLOURS) as (keyof typeof COLOURS)[];

/**
 * Prepares `count` images of a red, green or blue square on grey, a quarter of them held out. The
 * first caption states the colour and the frame, which is the same in all; the second states
 * nothing. Returns the folder.
 */
export async function attributeDataset(
  folder: string,
  { count = 48, sizes = [64, 128] }: { count?: number; sizes?: readonly number[] } = {},
): Promise<string> {
  const outDir = join(folder, 'squares');
  const source: DatasetSource = {
    name: 'squares',
    licence: 'CC0',
    attribution: 'nobody',
    options: { crop: false, flip: false },
    examples: () =>
      Array.from({ length: count }, (_, index) => {
        const colour = NAMES[index % 3]!;
        return {
          id: `p${index}`,
          class: colour,
          captions: [`a ${colour} square`, `square ${index}`],
          split: index % 4 === 3 ? ('test' as const) : ('train' as const),
          // The name of a property that every object has.
          attributes: { colour, frame: 'grey', ...(index % 2 === 1 && { constructor: 'Lego' }) },
          statements: [{ colour: [colour], frame: ['grey'] }, {}],
          image: () => square(COLOURS[colour], index),
        };
      }),
  };
  await prepareDataset({ source, outDir, encoder: tinyEncoder, sizes });
  return outDir;
}

function square([r, g, b]: readonly [number, number, number], index: number): Promise<Uint8Array> {
  const inner = { width: 72, height: 72, channels: 3 as const, background: { r, g, b } };
  const [left, top] = [20 + (index % 7), 20 + (index % 5)];
  const grey = 150 + ((index * 13) % 80);
  return sharp({
    create: { width: 128, height: 128, channels: 3, background: { r: grey, g: grey, b: grey } },
  })
    .composite([{ input: { create: inner }, left, top }])
    .png()
    .toBuffer();
}
