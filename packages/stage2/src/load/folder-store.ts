import { findNode } from './find-node.js';
import type { ModelStore } from './model-store.js';

/** The folder of a path or a `file:` URL, in Node. Throws an Error elsewhere. */
export function folderStore(folder: string | URL): ModelStore {
  const node = findNode();
  if (!node) throw new Error(`folders such as ${folder} can be read in Node alone`);
  const { readFile } = node.getBuiltinModule('node:fs/promises');
  const { join } = node.getBuiltinModule('node:path');
  const { fileURLToPath } = node.getBuiltinModule('node:url');
  const text = String(folder);
  const path = /^file:/i.test(text) ? fileURLToPath(text) : text;
  const locate = (file = '') => join(path, file);
  return {
    locate,
    async get(file, { signal, onBytes } = {}) {
      try {
        const bytes = new Uint8Array(await readFile(locate(file), { signal }));
        onBytes?.(bytes.length);
        return bytes;
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException;
        if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
        throw error;
      }
    },
  };
}
