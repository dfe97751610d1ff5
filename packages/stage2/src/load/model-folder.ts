import { openNodeFolder } from './node-folder.js';
import { openUrlFolder } from './url-folder.js';

/** How a file is read. */
export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Told of bytes as they arrive. */
  readonly onBytes?: (count: number) => void;
}

/** A folder of files, here or on a server. */
export interface ModelFolder {
  /** As messages name it; with the name of a file, that file. */
  locate(file?: string): string;
  /** The bytes of a file; undefined if there is none. Throws ModelSourceError if it cannot be read. */
  read(file: string, options: ReadOptions): Promise<Uint8Array<ArrayBuffer> | undefined>;
}

/**
 * The folder that `source` names: a web address; in Node the path or `file:` URL of a folder; in a
 * browser also an address relative to the page.
 */
export function openModelFolder(source: string | URL): ModelFolder {
  const text = String(source);
  if (/^https?:/i.test(text)) return openUrlFolder(new URL(text));
  const folder = openNodeFolder(text);
  if (folder) return folder;
  const page = globalThis.document?.baseURI ?? globalThis.location?.href;
  return openUrlFolder(new URL(text, page));
}
