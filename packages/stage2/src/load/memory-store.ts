import type { ModelStore } from './model-store.js';

/** Files in memory, by path, such as those of an unpacked archive. */
export function memoryStore(files: ReadonlyMap<string, Uint8Array>): ModelStore {
  return {
    locate: (path) => path ?? 'this memory',
    get(path, { onBytes } = {}) {
      const bytes = files.get(path);
      if (bytes) onBytes?.(bytes.length);
      return Promise.resolve(bytes);
    },
  };
}
