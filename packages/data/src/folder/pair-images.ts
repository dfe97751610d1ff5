import { basename, join } from 'node:path';

import { DatasetError } from '../shared/errors.js';
import { fileFinder } from './find-beside.js';
import {
  attributesEnding,
  imageEnding,
  type ImageList,
  notRead,
  textEnding,
} from './list-images.js';

/** An image and the files of its name: paths relative to the folder, with `/` between parts. */
export interface CaptionedImage {
  readonly id: string;
  readonly text: string;
  /** A JSON file with its attributes, if there is one. */
  readonly attributes: string | undefined;
}

/**
 * All images of a folder, each with the text file of its name. `notices` lists the files that are
 * not read. Throws {@link DatasetError} `source`: an image without a text file, two with the same
 * one.
 */
export function pairImages(
  folder: string,
  { images: ids, texts, attributes, notices }: ImageList,
): { images: readonly CaptionedImage[]; notices: readonly string[] } {
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
      `${join(folder, textName(bare[0]!))} does not exist; write one caption per line there, or list all captions in captions.jsonl or captions.csv`;
    throw new DatasetError('source', folder, message);
  }
  const used = new Set(images.flatMap(({ text, attributes: json }) => [text, json]));
  const strays = [...texts, ...attributes].filter((path) => !used.has(path));
  return { images, notices: [...notices, ...notRead(strays, 'no image has this name')] };
}

const textName = (id: string): string => id.replace(imageEnding, '.txt');
