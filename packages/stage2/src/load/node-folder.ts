import { findNode } from './find-node.js';
import { ModelSourceError } from './load-errors.js';
import type { ModelFolder } from './model-folder.js';

/** The folder of a path or a `file:` URL; undefined where there is no Node to read it. */
export function openNodeFolder(source: string): ModelFolder | undefined {
  const node = findNode();
  if (!node) return undefined;
  const { readFile } = node.getBuiltinModule('node:fs/promises');
  const { join } = node.getBuiltinModule('node:path');
  const { fileURLToPath } = node.getBuiltinModule('node:url');
  const path = /^file:/i.test(source) ? fileURLToPath(source) : source;
  const locate = (file = '') => join(path, file);
  return {
    locate,
    async read(file, { signal, onBytes }) {
      try {
        const bytes = new Uint8Array(await readFile(locate(file), { signal }));
        onBytes?.(bytes.length);
        return bytes;
      } catch (cause) {
        signal?.throwIfAborted();
        const { code, message } = cause as NodeJS.ErrnoException;
        if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
        const text = `${locate(file)} cannot be read (${message})`;
        throw new ModelSourceError('unreachable', locate(file), text, { cause });
      }
    },
  };
}
