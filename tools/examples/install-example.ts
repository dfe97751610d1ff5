import { cp, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { installQuickly } from '../test/install-quickly.js';
import type { Packed } from '../test/pack-all.js';
import { root, type Manifest } from '../workspaces.js';

/**
 * Copies an example into `folder` and installs it there as a user would, except that our packages,
 * its direct and indirect dependencies, come from the packed files instead of the registry.
 */
export async function installExample(
  name: string,
  packed: Packed[],
  folder: string,
): Promise<void> {
  const made = new Set(['node_modules', 'public', 'dist', 'package-lock.json']);
  await cp(join(root, 'examples', name), folder, {
    recursive: true,
    filter: (path) => !made.has(basename(path)),
  });
  const file = join(folder, 'package.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest;
  const files = Object.fromEntries(
    packed.map(({ manifest: { name: own }, tarball }) => [own, `file:${tarball}`]),
  );
  const dependencies = Object.fromEntries(
    Object.entries(manifest.dependencies ?? {}).map(([own, range]) => [own, files[own] ?? range]),
  );
  // Overrides set the source of indirect dependencies; `$name` refers to the direct dependency.
  const overrides = Object.fromEntries(
    Object.entries(files).map(([own, path]) => [own, own in dependencies ? `$${own}` : path]),
  );
  await writeFile(file, JSON.stringify({ ...manifest, dependencies, overrides }));
  await installQuickly(folder);
}
