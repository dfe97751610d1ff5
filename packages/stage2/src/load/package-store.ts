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
  const { createRequire } = node.getBuiltinModule('node:module');
  const { join, resolve } = node.getBuiltinModule('node:path');
  const [, program = '.'] = node.argv;
  for (const from of [join(node.cwd(), 'index.js'), resolve(program)]) {
    for (const modules of createRequire(from).resolve.paths(name) ?? []) {
      const folder = join(modules, name);
      if (existsSync(join(folder, MODEL_INDEX_FILE))) return folder;
    }
  }
  return undefined;
}

/** Whether npm accepts it as the name of a package. */
const isPackageName = (text: string): boolean =>
  /^(@[a-z\d~-][a-z\d._~-]*\/)?[a-z\d~-][a-z\d._~-]*$/.test(text);
