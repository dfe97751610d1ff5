import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** All files under `folder` by their relative path, with a hash of their content. */
export async function filesUnder(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort();
  const hashes = paths.map(async (path) => {
    const hash = createHash('sha256').update(await readFile(path));
    return [relative(folder, path), hash.digest('hex')] as const;
  });
  return Object.fromEntries(await Promise.all(hashes));
}
