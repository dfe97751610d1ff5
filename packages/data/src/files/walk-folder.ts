import type { Dirent } from 'node:fs';
import { readdir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { DatasetError } from '../shared/errors.js';

/** What lies below a folder; all paths are relative to it, with `/` between their parts, in order. */
export interface FolderContents {
  readonly files: readonly string[];
  /** Files and folders that were not wanted. */
  readonly skipped: readonly string[];
  /** Links to folders that were read already, by another path: so linked circles end. */
  readonly repeated: readonly string[];
  /** Links to nothing, and what is neither a file nor a folder. */
  readonly broken: readonly string[];
}

/**
 * Files at any depth, those in linked folders too; each folder is read once. `isWanted` says by its name whether to look
 * at an entry. Throws {@link DatasetError} `source` for a folder that cannot be read.
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
  // Last, so that a folder which is both there and linked to keeps its own path.
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
