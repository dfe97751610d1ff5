import type { WebReadOptions, WebRequestOptions } from '@stackgan/formats';
import { openNodeFolder } from './node-folder.js';
import { pageAddress } from './page-address.js';
import { openUrlFolder } from './url-folder.js';

/** How a file is read, wherever it is. */
export type ReadOptions = WebReadOptions;

/** A folder of files, here or on a server. */
export interface ModelFolder {
  /** As messages name it; with the name of a file, that file. */
  locate(file?: string): string;
  /** The bytes of a file; undefined if there is none. Throws ModelSourceError if it cannot be read. */
  read(file: string, options: ReadOptions): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

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
