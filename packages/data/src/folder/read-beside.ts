import type { ReadForm } from './folder-image.js';
import { pairImages } from './pair-images.js';
import { readAllCaptions } from '../captions/read-all-captions.js';
import { readAttributes } from './read-attributes.js';

/**
 * Reads captions and attributes from files beside the images: `tom.jpg`, `tom.txt`, `tom.json`.
 * Throws the errors of `pairImages`, `readAllCaptions` and `readAttributes`.
 */
export const readBeside: ReadForm = async (folder, list) => {
  const { images, notices } = pairImages(folder.path, list);
  const paths = images.map(({ text }) => folder.pathOf(text));
  const read = await readAllCaptions(paths, folder.readFile);
  const shown = await Promise.all(
    images.map(async ({ attributes }, index) => {
      if (attributes === undefined) return {};
      const { captions } = read.files[index]!;
      return readAttributes(folder.pathOf(attributes), captions, folder.readFile);
    }),
  );
  return {
    images: images.map(({ id }, index) => ({ id, ...read.files[index]!, ...shown[index]! })),
    notices: [...notices, ...read.notices],
  };
};
