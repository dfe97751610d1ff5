import type { WebRequestOptions } from '@stackgan/formats';
import type { ModelFolder } from './model-folder.js';
import { openNodeFolder } from './node-folder.js';
import { pageAddress } from './page-address.js';
import { openUrlFolder } from './url-folder.js';

/**
 * The folder that `source` names: a web address; in Node the path or `file:` URL of a folder; in a
 * browser also an address relative to the page. `request` is for web addresses.
 */
export function openModelFolder(source: string | URL, request: WebRequestOptions): ModelFolder {
  const text = String(source);
  if (/^https?:/i.test(text)) return openUrlFolder(new URL(text), request);
  const folder = openNodeFolder(text);
  if (folder) return folder;
  return openUrlFolder(new URL(text, pageAddress()), request);
}
