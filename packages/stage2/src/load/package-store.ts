import { findNode } from './find-node.js';
import { folderStore } from './folder-store.js';
import { ModelSourceError } from './load-errors.js';
import { MODEL_INDEX_FILE } from './model-index.js';
import type { ModelStore } from './model-store.js';

/** The model in an installed npm package, in Node. Throws ModelSourceError if there is none. */
export function packageStore(name: string): ModelStore {
  const folder = findPackage(name);
  if (folder !== undefined) return folderStore(folder);
  const wayOut = findNode()
    ? `npm install ${name}`
    : 'browsers find none: give the web address of its folder';
  const text = `no package ${name} with a ${MODEL_INDEX_FILE} is installed; ${wayOut}`;
  throw new ModelSourceError('missing', name, text);
}

/**
 * The folder of an npm package that holds a model, as seen from the working directory or from the
 * running program; undefined if there is none. The package does not have to export its files.
 */
export function findPackage(name: string): string | undefined {
  const node = findNode();
  if (!node || !isPackageName(name)) return undefined;
  const { existsSync } = node.getBuiltinModule('node:fs');
  const { join } = node.getBuiltinModule('node:path');
  return packageFolders(node)
    .map((folder) => join(folder, name))
    .find((folder) => existsSync(join(folder, MODEL_INDEX_FILE)));
}

/**
 * The installed npm packages that hold a model, in Node: the name and the folder of each that
 * `packageStore` finds, sorted by name. Empty in browsers.
 */
export function findModelPackages(): { name: string; folder: string }[] {
  const node = findNode();
  if (!node) return [];
  const { existsSync, readdirSync } = node.getBuiltinModule('node:fs');
  const { join } = node.getBuiltinModule('node:path');
  const entries = (folder: string) => (existsSync(folder) ? readdirSync(folder) : []);
  const found = new Map<string, string>();
  for (const folder of packageFolders(node)) {
    const names = entries(folder).flatMap((name) =>
      name.startsWith('@')
        ? entries(join(folder, name)).map((scoped) => `${name}/${scoped}`)
        : [name],
    );
    for (const name of names) {
      const isModel = existsSync(join(folder, name, MODEL_INDEX_FILE));
      // The nearest one hides others of its name.
      if (isModel && !found.has(name)) found.set(name, join(folder, name));
    }
  }
  return [...found.keys()].sort().map((name) => ({ name, folder: found.get(name)! }));
}

/** The folders `node_modules` of the working directory and of the program, nearest first. */
function packageFolders(node: NodeJS.Process): string[] {
  const { existsSync, realpathSync } = node.getBuiltinModule('node:fs');
  const { createRequire } = node.getBuiltinModule('node:module');
  const { join, resolve } = node.getBuiltinModule('node:path');
  const program = resolve(node.argv[1] ?? '.');
  // A global command is a link to a file in the folder of its package.
  const linked = existsSync(program) ? [realpathSync(program)] : [];
  const places = [join(node.cwd(), 'index.js'), program, ...linked];
  return [...new Set(places.flatMap((from) => createRequire(from).resolve.paths('a') ?? []))];
}

/** Whether npm accepts it as the name of a package. */
const isPackageName = (text: string): boolean =>
  /^(@[a-z\d~-][a-z\d._~-]*\/)?[a-z\d~-][a-z\d._~-]*$/.test(text);
