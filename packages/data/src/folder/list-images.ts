import { posix } from 'node:path';

import { walkFolder } from '../files/walk-folder.js';

/** The images of a folder. */
export interface ImageList {
  /** Paths below the folder, with `/` between their parts, in order. */
  readonly images: readonly string[];
  /** Text files, likewise. */
  readonly texts: readonly string[];
  /** JSON files, likewise: what images show. */
  readonly attributes: readonly string[];
  /** What lies there and is not read: a sentence for each kind, with how many, why, and the way out. */
  readonly notices: readonly string[];
}

/** Endings of images that are read. */
export const imageEnding = /\.(jpe?g|jpe|jfif|png|webp|gif|avif|tiff?)$/i;
/** Endings of text files. */
export const textEnding = /\.txt$/i;
/** Endings of files that say what images show. */
export const attributesEnding = /\.json$/i;
/** Endings of images that are not read. */
const otherImage =
  /\.(hei[cf]s?|hif|bmp|dib|svgz?|ico|icns|psd|xcf|jxl|jp2|j2k|exr|hdr|tga|p[bgnp]m|pcx|eps|pdf|dng|cr[23]|nef|arw|orf|rw2|raf)$/i;
/** What systems put beside files, none of it a user's: macOS `.DS_Store` and `._3.png`, Windows `Thumbs.db`. */
const litter =
  /^(\._.*|\.DS_Store|\.localized|\.directory|__MACOSX|Thumbs\.db|ehthumbs\.db|desktop\.ini)$/i;

/**
 * Lists what is read of a folder of images: JPEG, PNG, WebP, GIF, AVIF and TIFF files at any depth, and in linked folders.
 * What starts with a dot, and what systems put beside files, is left out. Throws {@link DatasetError} `source` for a
 * folder that cannot be read.
 */
export async function listImages(folder: string): Promise<ImageList> {
  const { files, skipped, repeated, broken } = await walkFolder(
    folder,
    (name) => !name.startsWith('.') && !litter.test(name),
  );
  const isRead = (path: string) =>
    [imageEnding, textEnding, attributesEnding].some((ending) => ending.test(path));
  const others = files.filter((path) => !isRead(path));
  const [unread, foreign] = [
    others.filter(isOtherImage),
    others.filter((path) => !isOtherImage(path)),
  ];
  const hidden = skipped.filter((path) => !litter.test(posix.basename(path)));
  return {
    images: files.filter((path) => imageEnding.test(path)),
    texts: files.filter((path) => textEnding.test(path)),
    attributes: files.filter((path) => attributesEnding.test(path)),
    notices: [
      ...notRead(
        unread,
        'only JPEG, PNG, WebP, GIF, AVIF and TIFF are read; save them as JPEG or PNG',
      ),
      ...notRead(foreign, 'these are no images'),
      ...notRead(hidden, 'what starts with a dot is left out; rename it if it is wanted'),
      ...notRead(repeated, 'it leads to a folder that is read by another path', () => 'links'),
      ...notRead(broken, 'it leads to no file; mend or remove it', () => 'links'),
    ],
  };
}

const isOtherImage = (path: string): boolean => otherImage.test(path);

const endingOf = (path: string): string => posix.extname(path).toLowerCase() || 'without an ending';

/** `not read: 2 .heic, 1 .bmp, such as cat/a.heic: why`, or nothing of none. */
export function notRead(
  paths: readonly string[],
  why: string,
  kindOf: (path: string) => string = endingOf,
): string[] {
  if (paths.length === 0) return [];
  const counts = new Map<string, number>();
  for (const kind of paths.map(kindOf)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = [...counts]
    .sort(([, a], [, b]) => b - a)
    .map(([kind, count]) => `${count} ${kind}`);
  const shown = kinds.length > 5 ? [...kinds.slice(0, 5), '…'] : kinds;
  return [`not read: ${shown.join(', ')}, such as ${paths[0]}: ${why}`];
}
