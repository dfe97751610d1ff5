import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { DatasetError } from '../shared/errors.js';

/** Contents of a folder: paths relative to it, with `/` between their parts. */
export interface FolderContents {
  readonly files: readonly string[];
  /** Files and folders that `isWanted` excluded. */
  readonly skipped: readonly string[];
  /** Links to folders that were already read by another path, which ends cycles of links. */
  readonly repeated: readonly string[];
  /** Broken links, and entries that are neither files nor folders. */
  readonly broken: readonly string[];
}

/**
 * Lists files at any depth, also in linked folders; each folder is read once. `isWanted` decides by
 * the name whether to include an entry. Throws {@link DatasetError} `source` for a folder that
 * cannot be read.
 */
export async function walkFolder(
  root: string,
  isWanted: (name: string) => boolean,
): Promise<FolderContents> {
  const files: string[] = [];
  const skipped: string[] = [];
  const repeated: string[] = [];
  const broken: string[] = [];
  const seen = new Set<string>();
  const links: string[] = [];

  const visit = async (folder: string): Promise<void> => {
    const path = join(root, folder);
    const real = await realpath(path).catch(() => path);
    if (seen.has(real)) {
      repeated.push(folder);
      return;
    }
    seen.add(real);
    for (const entry of await readEntries(path)) {
      const place = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (!isWanted(entry.name)) skipped.push(place);
      else if (entry.isDirectory()) await visit(place);
      else if (entry.isFile()) files.push(place);
      else await follow(place);
    }
  };
  const follow = async (place: string): Promise<void> => {
    const target = await stat(join(root, place)).catch(() => undefined);
    if (target?.isDirectory()) links.push(place);
    else if (target?.isFile()) files.push(place);
    else broken.push(place);
  };

  await visit('');
  // Links come last, so that a folder inside the root keeps its own path.
  for (let link = links.shift(); link !== undefined; link = links.shift()) await visit(link);
  return { files: files.sort(), skipped, repeated, broken };
}

async function readEntries(path: string): Promise<Dirent[]> {
  try {
    const entries = await readdir(path, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (cause) {
    const message = `${path} is not a folder that can be read; give the one that holds your images`;
    throw new DatasetError('source', path, message, { cause });
  }
}
