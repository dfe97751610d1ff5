import { cp } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

import { temporaryFolder } from './temporary-folder.js';

/** A set of fixtures/make-sets.py; some hold other forms of the files of another. */
type SetName = 'coco' | 'coco-reference' | 'cub' | 'cub-torch' | 'oxford-102' | 'oxford-102-torch';

/** Copies of sets in one folder, which is removed after the test. */
export async function copySet(...names: readonly SetName[]): Promise<string> {
  const folder = await temporaryFolder();
  for (const name of names) {
    const set = fileURLToPath(new URL(`../../fixtures/sets/${name}`, import.meta.url));
    await cp(set, folder, { recursive: true });
  }
  return folder;
}
