import { basename, join } from 'node:path';

import { DatasetError } from '../shared/errors.js';
import { attributesEnding, listImages, notRead, imageEnding, textEnding } from './list-images.js';

/** An image and the files of its name: paths relative to the folder, with `/` between parts. */
export interface CaptionedImage {
  readonly id: string;
  readonly text: string;
  /** A JSON file with its attributes, if there is one. */
  readonly attributes: string | undefined;
}

/**
 * All images of a folder, each with the text file of its name. They are sorted by path, so that the
 * file system's order does not matter; `notices` lists the files that are not read. Throws
 * {@link DatasetError} `source`: no image, an image without a text file, two with the same one.
 */
export async function pairImages(
  folder: string,
): Promise<{ images: readonly CaptionedImage[]; notices: readonly string[] }> {
  const { images: ids, texts, attributes, notices } = await listImages(folder);
  if (ids.length === 0) {
    const message =
      `${folder} has no images; put images there, each with its captions in a text file of the same name` +
      notices.map((notice) => ` (${notice})`).join('');
    throw new DatasetError('source', folder, message);
  }
  const textOf = fileFinder(texts, textEnding, '.txt');
  const attributesOf = fileFinder(attributes, attributesEnding, '.json');
  const owners = new Map<string, string>();
  const images: CaptionedImage[] = [];
  const bare: string[] = [];
  for (const id of ids) {
    const text = textOf(id);
    if (text === undefined) {
      bare.push(id);
      continue;
    }
    const owner = owners.get(text);
    if (owner !== undefined) {
      const message = `${join(folder, id)} has the same captions as ${basename(owner)}, ${basename(text)}; rename one`;
      throw new DatasetError('source', folder, message);
    }
    owners.set(text, id);
    images.push({ id, text, attributes: attributesOf(id) });
  }
  if (bare.length > 0) {
    const message =
      `${bare.length} of ${ids.length} images in ${folder} have no captions: ` +
      `${join(folder, textName(bare[0]!))} does not exist; write one caption per line there`;
    throw new DatasetError('source', folder, message);
  }
  const used = new Set(images.flatMap(({ text, attributes: json }) => [text, json]));
  const strays = [...texts, ...attributes].filter((path) => !used.has(path));
  return { images, notices: [...notices, ...notRead(strays, 'no image has this name')] };
}

/** Finds the file beside an image; a name matches in either Unicode form: macOS decomposes é. */
function fileFinder(
  paths: readonly string[],
  ending: RegExp,
  plain: string,
): (id: string) => string | undefined {
  const exact = new Set(paths);
  const alike = new Map(paths.map((path) => [path.replace(ending, plain).normalize('NFC'), path]));
  return (id) => {
    const name = id.replace(imageEnding, plain);
    return exact.has(name) ? name : alike.get(name.normalize('NFC'));
  };
}

const textName = (id: string): string => id.replace(imageEnding, '.txt');
