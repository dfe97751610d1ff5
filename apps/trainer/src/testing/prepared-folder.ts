import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { prepare, type PrepareArguments } from '../commands/prepare.js';
import { quietContext } from './tiny.js';

/**
 * Prepares eight images of one colour, with captions beside them in `folder`, by `prepare --encoder`;
 * returns the data set.
 */
export async function preparedFolder(
  folder: string,
  encoder: string,
  given: Partial<PrepareArguments> = {},
): Promise<string> {
  for (let i = 0; i < 8; i++) {
    const background = { r: 30 * i, g: 90, b: 200 };
    const image = sharp({ create: { width: 64, height: 64, channels: 3, background } });
    await image.png().toFile(join(folder, `${i}.png`));
    await writeFile(join(folder, `${i}.txt`), `square number ${i}\n`);
  }
  const out = join(folder, 'data');
  const none = {
    ...{ style: undefined, count: undefined, testClasses: undefined, check: undefined },
    ...{ profile: undefined, overrides: {} },
  };
  const asked = { source: 'folder', from: folder, encoder, out, sizes: [64], seed: 0 };
  await prepare({ ...none, ...asked, backend: 'cpu', ...given }, quietContext());
  return out;
}
