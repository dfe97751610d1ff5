import type { WebReadOptions } from '@stackgan/formats';

/** How a file is read, wherever it is. */
export type ReadOptions = WebReadOptions;

/** A folder of files, here or on a server. */
export interface ModelFolder {
  /** As messages name it; with the name of a file, that file. */
  locate(file?: string): string;
  /** The bytes of a file; undefined if there is none. Throws ModelSourceError if it cannot be read. */
  read(file: string, options: ReadOptions): Promise<Uint8Array<ArrayBuffer> | undefined>;
}
