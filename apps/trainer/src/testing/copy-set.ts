import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './tiny.js';

/** A copy of a miniature set of packages/data/fixtures/make-sets.py, without the files `lacks`. */
export async function copySet(
  name: 'coco' | 'cub' | 'oxford-102',
  lacks: readonly string[] = [],
): Promise<string> {
  const folder = await temporaryFolder();
  const sets = new URL('../../../../packages/data/fixtures/sets/', import.meta.url);
  await cp(fileURLToPath(new URL(name, sets)), folder, { recursive: true });
  for (const path of lacks) await rm(join(folder, path), { recursive: true });
  return folder;
}
