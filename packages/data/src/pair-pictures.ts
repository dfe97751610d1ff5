import { basename, join } from 'node:path';

import { DatasetError } from './errors.js';
import {
  attributesEnding,
  listPictures,
  notRead,
  pictureEnding,
  textEnding,
} from './list-pictures.js';

/** A picture of a folder and the files of its name; all paths are below it, with `/` between their parts. */
export interface CaptionedPicture {
  readonly id: string;
  readonly text: string;
  /** A JSON file of what it shows, if there is one. */
  readonly attributes: string | undefined;
}

/**
 * All pictures of a folder in the order of their paths, so that a file system's order decides nothing, each with the text
 * file of its name; `notices` says what is not read. Throws {@link DatasetError} `source`: no picture, a picture
 * without a text file, two with the same one.
 */
export async function pairPictures(
  folder: string,
): Promise<{ pictures: readonly CaptionedPicture[]; notices: readonly string[] }> {
  const { pictures: ids, texts, attributes, notices } = await listPictures(folder);
  if (ids.length === 0) {
    const message =
      `${folder} holds no picture; put pictures there, each with its captions in a text file of the same name` +
      notices.map((notice) => ` (${notice})`).join('');
    throw new DatasetError('source', folder, message);
  }
  const textOf = fileFinder(texts, textEnding, '.txt');
  const attributesOf = fileFinder(attributes, attributesEnding, '.json');
  const owners = new Map<string, string>();
  const pictures: CaptionedPicture[] = [];
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
    pictures.push({ id, text, attributes: attributesOf(id) });
  }
  if (bare.length > 0) {
    const message =
      `${bare.length} of ${ids.length} pictures in ${folder} have no captions: ` +
      `${join(folder, textName(bare[0]!))} is not there; write them, one a line`;
    throw new DatasetError('source', folder, message);
  }
  const used = new Set(pictures.flatMap(({ text, attributes: json }) => [text, json]));
  const strays = [...texts, ...attributes].filter((path) => !used.has(path));
  return { pictures, notices: [...notices, ...notRead(strays, 'no picture has this name')] };
}

/** The file beside a picture. Names that are alike are the same in either form of Unicode: macOS takes é apart. */
function fileFinder(
  paths: readonly string[],
  ending: RegExp,
  plain: string,
): (id: string) => string | undefined {
  const exact = new Set(paths);
  const alike = new Map(paths.map((path) => [path.replace(ending, plain).normalize('NFC'), path]));
  return (id) => {
    const name = id.replace(pictureEnding, plain);
    return exact.has(name) ? name : alike.get(name.normalize('NFC'));
  };
}

const textName = (id: string): string => id.replace(pictureEnding, '.txt');
