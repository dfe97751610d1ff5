import { readdir } from 'node:fs/promises';
import { basename, dirname } from 'node:path';

import { DatasetError } from '../shared/errors.js';
import type { DataFolder } from '../trees/data-folder.js';

/** What a message shows of a path, which may be from a hostile file. */
const LONGEST_PATH = 500;

/**
 * Checks that files exist, listing each folder once: an incompletely unpacked data set fails before
 * an hour's work. Throws {@link DatasetError} `source` with the number of those that are missing
 * below `place`, and the first; `list` is the file that names them.
 */
export async function requireFiles(
  place: string,
  paths: readonly string[],
  { list, folder }: { readonly list: string; readonly folder: DataFolder },
): Promise<void> {
  const folders = new Map<string, Set<string>>();
  const missing: string[] = [];
  for (const path of paths) {
    const parent = dirname(path);
    const names = folders.get(parent) ?? new Set(await readdir(parent).catch(() => []));
    folders.set(parent, names);
    if (!names.has(basename(path)) && !folder.isArchived(path)) missing.push(path);
  }
  if (missing.length === 0) return;
  const counts = `${missing.length.toLocaleString('en')} of the ${paths.length.toLocaleString('en')}`;
  const message = `${place} lacks ${counts} files that ${list} names, such as ${missing[0]!.slice(0, LONGEST_PATH)}; unpack it again`;
  throw new DatasetError('source', place, message);
}
