import { posix } from 'node:path';

import { walkFolder } from '../files/walk-folder.js';

/** The images of a folder. */
export interface ImageList {
  /** Paths relative to the folder, with `/` between their parts, sorted. */
  readonly images: readonly string[];
  /** The same of text files. */
  readonly texts: readonly string[];
  /** The same of JSON files, which hold attributes. */
  readonly attributes: readonly string[];
  /** The same of lists of captions: `captions.jsonl`, `captions.csv` and those of Hugging Face. */
  readonly lists: readonly string[];
  /** Files that are not read: a sentence per kind, with the number, the reason and what to do. */
  readonly notices: readonly string[];
}

/** Extensions of supported image formats. */
export const imageEnding = /\.(jpe?g|jpe|jfif|png|webp|gif|avif|tiff?)$/i;
/** Extension of text files. */
export const textEnding = /\.txt$/i;
/** Extension of files with attributes. */
export const attributesEnding = /\.json$/i;
/** Names of lists of captions. */
const listName = /(^|\/)(captions|metadata)\.(jsonl|csv)$/i;
/** Extensions of unsupported image formats. */
const otherImage =
  /\.(hei[cf]s?|hif|bmp|dib|svgz?|ico|icns|psd|xcf|jxl|jp2|j2k|exr|hdr|tga|p[bgnp]m|pcx|eps|pdf|dng|cr[23]|nef|arw|orf|rw2|raf)$/i;
/**
 * Files that operating systems create: `.DS_Store` and `._3.png` of macOS, Windows' `Thumbs.db`.
 */
const litter =
  /^(\._.*|\.DS_Store|\.localized|\.directory|__MACOSX|Thumbs\.db|ehthumbs\.db|desktop\.ini)$/i;

/**
 * Lists the images of a folder: JPEG, PNG, WebP, GIF, AVIF and TIFF files at any depth, and in
 * linked folders. Names that start with a dot and files that operating systems create are skipped.
 * Throws {@link DatasetError} `source` for a folder that cannot be read.
 */
export async function listImages(folder: string): Promise<ImageList> {
  const { files, skipped, repeated, broken } = await walkFolder(
    folder,
    (name) => !name.startsWith('.') && !litter.test(name),
  );
  const isRead = (path: string) =>
    [imageEnding, textEnding, attributesEnding, listName].some((name) => name.test(path));
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
    lists: files.filter((path) => listName.test(path)),
    notices: [
      ...notRead(
        unread,
        'only JPEG, PNG, WebP, GIF, AVIF and TIFF are supported; save them as JPEG or PNG',
      ),
      ...notRead(foreign, 'these are not images'),
      ...notRead(hidden, 'names that start with a dot are skipped; rename them to include them'),
      ...notRead(repeated, 'they lead to folders that are read by another path', () => 'links'),
      ...notRead(broken, 'they lead to no file; repair or remove them', () => 'links'),
    ],
  };
}

const isOtherImage = (path: string): boolean => otherImage.test(path);

const endingOf = (path: string): string =>
  posix.extname(path).toLowerCase() || 'without an extension';

/** `not read: 2 .heic, 1 .bmp, such as cat/a.heic: why`; no notice for no paths. */
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
