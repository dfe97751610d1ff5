import { join } from 'node:path';

import type { ReadForm } from './folder-image.js';
import { pairImages } from './pair-images.js';
import { readAllCaptions } from '../captions/read-all-captions.js';
import { readAttributes } from './read-attributes.js';

/**
 * Reads captions and attributes from files beside the images: `tom.jpg`, `tom.txt`, `tom.json`.
 * Throws the errors of `pairImages`, `readAllCaptions` and `readAttributes`.
 */
export const readBeside: ReadForm = async (folder, list) => {
  const { images, notices } = pairImages(folder, list);
  const read = await readAllCaptions(images.map(({ text }) => join(folder, text)));
  const shown = await Promise.all(
    images.map(async ({ attributes }, index) =>
      attributes === undefined
        ? {}
        : readAttributes(join(folder, attributes), read.files[index]!.captions),
    ),
  );
  return {
    images: images.map(({ id }, index) => ({ id, ...read.files[index]!, ...shown[index]! })),
    notices: [...notices, ...read.notices],
  };
};
