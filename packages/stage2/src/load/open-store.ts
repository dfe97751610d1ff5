import type { WebRequestOptions } from '@stackgan/formats';
import { findNode } from './find-node.js';
import { folderStore } from './folder-store.js';
import type { ModelStore } from './model-store.js';
import { findPackage, packageStore } from './package-store.js';
import { webStore } from './web-store.js';

/**
 * The store that `source` names: a web address, which `request` is for; in Node the path or `file:`
 * URL of a folder, or the name of an installed package; in a browser an address relative to the
 * page. Throws ModelSourceError.
 */
export function openStore(
  source: string | URL | ModelStore,
  request: WebRequestOptions,
): ModelStore {
  if (typeof source === 'object' && 'get' in source) return source;
  const text = String(source);
  const node = findNode();
  if (/^https?:/i.test(text) || !node) return webStore(text, request);
  if (node.getBuiltinModule('node:fs').existsSync(source)) return folderStore(source);
  // The name of a scoped package, rather than a path.
  if (text.startsWith('@')) return packageStore(text);
  return folderStore(findPackage(text) ?? source);
}
