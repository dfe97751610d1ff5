import { ModelSourceError } from './load-errors.js';

/** How a file is read. */
export interface ReadOptions {
  readonly signal?: AbortSignal | undefined;
  /** Called with the number of bytes that arrived since the last call. */
  readonly onBytes?: ((count: number) => void) | undefined;
}

/**
 * Where the files of a model are: `folderStore`, `webStore`, `memoryStore` or `packageStore`, or
 * one of your own, such as an archive or a database.
 */
export interface ModelStore {
  /** The bytes of the file `path`, such as `stage1/model.json`; undefined if there is none. */
  get(path: string, options?: ReadOptions): Promise<Uint8Array | undefined>;
  /** The name of a file or, without `path`, of the store in messages; `path` itself by default. */
  locate?(path?: string): string;
}

/** The name of a file, or of the store, in messages. */
export const locate = (store: ModelStore, path?: string): string =>
  store.locate?.(path) ?? path ?? 'this store';

/**
 * Reads a file; undefined if there is none. Throws ModelSourceError if it cannot be read, or the
 * reason of `signal`.
 */
export async function readFile(
  store: ModelStore,
  path: string,
  options: ReadOptions,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  try {
    const bytes = await store.get(path, options);
    // TensorFlow.js gets the whole buffer, which must hold nothing else.
    return bytes && (isWhole(bytes) ? bytes : new Uint8Array(bytes));
  } catch (cause) {
    options.signal?.throwIfAborted();
    const error = cause as Error & { address?: string };
    const place = error.name === 'WebFileError' ? error.address! : locate(store, path);
    const text =
      error.name === 'WebFileError' ? error.message : `${place} cannot be read (${error.message})`;
    throw new ModelSourceError('unreachable', place, text, { cause });
  }
}

const isWhole = (bytes: Uint8Array): bytes is Uint8Array<ArrayBuffer> =>
  bytes.buffer instanceof ArrayBuffer && bytes.byteLength === bytes.buffer.byteLength;
