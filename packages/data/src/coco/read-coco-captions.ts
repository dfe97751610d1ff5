import { isPathWithin, shownValue } from '@stackgan/formats';

import { cleanCaption } from '../captions/clean-caption.js';
import { decodeText } from '../files/decode-text.js';
import type { ReadFile } from '../files/read-bounded.js';
import { DatasetError } from '../shared/errors.js';

/** An image of COCO with all of its captions. */
export interface CocoImage {
  /** `COCO_train2014_000000000009.jpg`. */
  readonly name: string;
  readonly captions: string[];
  /** The place of each caption, such as `captions_train2014.json, annotation 48`. */
  readonly captionPlaces: string[];
}

/** The captions of one part of COCO. */
export interface CocoCaptions {
  /** In the order of the file. */
  readonly images: readonly CocoImage[];
  readonly captionCount: number;
  /** Number of annotations without a word, which are left out. */
  readonly emptyCount: number;
  /** Number of runs of characters that were read as blanks, and the place of the first. */
  readonly blanked: number;
  readonly firstBlanked: string;
}

/** Longer names no file can have. */
const LONGEST_NAME = 255;

/** The published files have 66 MB and 32 MB. */
const maxBytes = 2 ** 28;

/**
 * Reads a caption file of COCO: `images` with `id` and `file_name`, `annotations` with `image_id`
 * and `caption`; other fields are ignored. Line breaks in captions are read as blanks. Adds the
 * names of the images to `taken`, which has those of other files. Throws {@link DatasetError}:
 * `source` for a file that is too large, not JSON, or not of this form, with the place in it, and
 * for images without captions, with their number; `text` if it is not UTF-8.
 */
export async function readCocoCaptions(
  path: string,
  taken: Set<string>,
  read: ReadFile,
): Promise<CocoCaptions> {
  const refuse = (reason: string): never => {
    throw new DatasetError('source', path, `${path}: ${reason}`);
  };
  const { images: rows, annotations } = parse(decodeText(await read(path, maxBytes), path));
  if (!Array.isArray(rows) || !Array.isArray(annotations)) {
    return refuse('it has no lists images and annotations; it is not a caption file of COCO');
  }
  const images = new Map<number, CocoImage>();
  for (const [index, row] of (rows as unknown[]).entries()) {
    const { id, file_name: name } = Object(row) as Record<string, unknown>;
    const place = `images.${index}`;
    if (!Number.isSafeInteger(id)) refuse(`${place}.id is ${shownValue(id)}, not a whole number`);
    const isName = typeof name === 'string' && name.length <= LONGEST_NAME;
    if (!isName || !isPathWithin(name) || name.includes('/')) {
      refuse(`${place}.file_name is ${shownValue(name)}, not the name of an image`);
    }
    if (images.has(id as number) || taken.has(name as string)) {
      refuse(
        `${place} is ${name as string} with the id ${id as number}, one of which another image has`,
      );
    }
    taken.add(name as string);
    images.set(id as number, { name: name as string, captions: [], captionPlaces: [] });
  }
  let [captionCount, emptyCount, blanked, firstBlanked] = [0, 0, 0, ''];
  for (const [index, row] of (annotations as unknown[]).entries()) {
    const { image_id: id, caption: text } = Object(row) as Record<string, unknown>;
    const image = images.get(id as number);
    const place = `annotations.${index}`;
    if (!image) return refuse(`${place}.image_id is ${shownValue(id)}, the id of no image`);
    if (typeof text !== 'string') {
      return refuse(`${place}.caption is ${shownValue(text)}, not a text`);
    }
    const clean = cleanCaption(text);
    const where = `${path}, ${place}`;
    if (clean.blanked > 0 && blanked === 0) firstBlanked = where;
    blanked += clean.blanked;
    if (clean.caption === '') {
      emptyCount++;
      continue;
    }
    captionCount++;
    image.captions.push(clean.caption);
    image.captionPlaces.push(where);
  }
  const bare = [...images.values()].filter(({ captions }) => captions.length === 0);
  if (bare.length > 0) {
    refuse(`${bare.length} of ${images.size} images have no caption, such as ${bare[0]!.name}`);
  }
  return { images: [...images.values()], captionCount, emptyCount, blanked, firstBlanked };

  function parse(text: string): Record<string, unknown> {
    try {
      return Object(JSON.parse(text)) as Record<string, unknown>;
    } catch {
      return refuse('it is cut off or not JSON');
    }
  }
}

/** How the pickles of the reference name an image: without its ending. */
export const idOf = ({ name }: Pick<CocoImage, 'name'>): string => name.replace(/\.jpg$/i, '');
