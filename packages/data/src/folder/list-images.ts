import { posix } from 'node:path';

import { walkFolder } from '../files/walk-folder.js';
import type { DataContents } from '../trees/data-folder.js';
import { ARCHIVE_NAME } from '../trees/open-archives.js';

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

/** Whether to read a file or folder of this name. */
export const isWanted = (name: string): boolean => !name.startsWith('.') && !litter.test(name);

/**
 * Lists the images of a folder: JPEG, PNG, WebP, GIF, AVIF and TIFF files at any depth, and in
 * linked folders. Names that start with a dot and files that operating systems create are skipped.
 * Throws {@link DatasetError} `source` for a folder that cannot be read.
 */
export async function listImages(folder: string): Promise<ImageList> {
  return imagesOf({ ...(await walkFolder(folder, isWanted)), links: [], doubled: [] });
}

/** The images among the files of a folder, and what else there is. */
export function imagesOf(contents: DataContents): ImageList {
  const { files, skipped, repeated, broken, links, doubled } = contents;
  const isRead = (path: string) =>
    [imageEnding, textEnding, attributesEnding, listName].some((name) => name.test(path));
  const others = files.filter((path) => !isRead(path));
  const [unread, packed] = [others.filter(isOtherImage), others.filter(isArchive)];
  const foreign = others.filter((path) => !isOtherImage(path) && !isArchive(path));
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
      ...notRead(packed, unreadArchive),
      ...notRead(doubled, 'another archive has files of these names, too'),
      ...notRead(hidden, 'names that start with a dot are skipped; rename them to include them'),
      ...notRead(repeated, 'they lead to folders that are read by another path', () => 'links'),
      ...notRead(
        links,
        'links in archives are not followed; pack the files themselves',
        () => 'links',
      ),
      ...notRead(broken, 'they lead to no file; repair or remove them', () => 'links'),
    ],
  };
}

const unreadArchive =
  'archives are read at the top of a folder, if what they hold is not there already; unpack them';

const isOtherImage = (path: string): boolean => otherImage.test(path);
const isArchive = (path: string): boolean => ARCHIVE_NAME.test(path);

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
