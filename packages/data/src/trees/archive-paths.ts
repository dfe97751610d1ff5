import { isPathWithin } from '@stackgan/formats';

import { DatasetError } from '../shared/errors.js';
import { MOST_FILES } from './file-tree.js';

/**
 * Collects the files of an archive, whose directory is not trusted. Throws DatasetError `source` for
 * a path that leaves the archive, two files of one path, or more files than data sets have.
 */
export class ArchivePaths {
  readonly #files = new Map<string, { readonly number: number; readonly bytes: number }>();

  constructor(readonly archive: string) {}

  /** All paths, in the order of the archive. */
  get paths(): string[] {
    return [...this.#files.keys()];
  }

  /** Takes a file; `number` says where it is in the archive. */
  add(name: string, number: number, bytes: number): void {
    const path = this.require(name);
    if (this.#files.has(path)) this.refuse(path, 'is there twice');
    if (this.#files.size === MOST_FILES) this.refuse(path, `is one of more than ${MOST_FILES}`);
    this.#files.set(path, { number, bytes });
  }

  /** The path of an entry without `./`. */
  require(name: string): string {
    const path = name.replace(/^(?:\.\/)+/, '');
    if (!isPathWithin(path)) this.refuse(name, 'leads out of the archive');
    return path;
  }

  /** The number of a file; one of more than `most` bytes is refused before it is read. */
  find(path: string, most: number): number {
    const file = this.#files.get(path) ?? this.refuse(path, 'is not there');
    if (file.bytes > most) this.refuse(path, `has ${file.bytes} bytes, more than ${most}`);
    return file.number;
  }

  place(path: string): string {
    return `${this.archive}: ${path}`;
  }

  refuse(name: string, reason: string, cause?: unknown): never {
    const message = `${this.place(JSON.stringify(name).slice(1, -1))} ${reason}`;
    throw new DatasetError('source', this.archive, message, { cause });
  }
}

/** What is wrong with a whole archive. */
export const archiveFault = (archive: string, cause: unknown): DatasetError =>
  cause instanceof DatasetError
    ? cause
    : new DatasetError(
        'source',
        archive,
        `${archive} is damaged, cut off or no archive (${(cause as Error).message}); fetch it again`,
        { cause },
      );
