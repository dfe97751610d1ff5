import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from './tiny.js';

/**
 * A copy of a miniature set of packages/data/fixtures/make-sets.py, without the files `lacks`, and with
 * other forms of its files, if given.
 */
export async function copySet(
  name: 'coco' | 'cub' | 'oxford-102',
  lacks: readonly string[] = [],
  form?: 'coco-reference' | 'cub-torch' | 'oxford-102-torch',
): Promise<string> {
  const folder = await temporaryFolder();
  const sets = new URL('../../../../packages/data/fixtures/sets/', import.meta.url);
  await cp(fileURLToPath(new URL(name, sets)), folder, { recursive: true });
  for (const path of lacks) await rm(join(folder, path), { recursive: true });
  if (form) await cp(fileURLToPath(new URL(form, sets)), folder, { recursive: true });
  return folder;
}
