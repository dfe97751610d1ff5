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
  if (isOnWeb(text) || node?.getBuiltinModule('node:fs').existsSync(source)) {
    return openFolder(source, request);
  }
  // The name of a scoped package, rather than a path.
  if (text.startsWith('@')) return packageStore(text);
  return folderStore(findPackage(text) ?? source);
}

/** As `openStore`, of an address or a path that is never the name of a package. */
export const openFolder = (source: string | URL, request: WebRequestOptions): ModelStore =>
  isOnWeb(String(source)) ? webStore(source, request) : folderStore(source);

const isOnWeb = (address: string): boolean => /^https?:/i.test(address) || !findNode();
