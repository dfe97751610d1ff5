import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { temporaryFolder } from './temporary-folder.js';

/** A copy of a set of fixtures/make-sets.py, which is removed after the test. */
export async function copySet(name: 'coco' | 'cub' | 'oxford-102'): Promise<string> {
  const folder = await temporaryFolder();
  const set = fileURLToPath(new URL(`../../fixtures/sets/${name}`, import.meta.url));
  await cp(set, folder, { recursive: true });
  return folder;
}
