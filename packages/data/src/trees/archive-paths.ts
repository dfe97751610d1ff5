import { isPathWithin } from '@stackgan/formats';

import { DatasetError } from '../shared/errors.js';
import { MOST_FILES } from './file-tree.js';

/** What a message shows of the target of a link. */
const LONGEST_TARGET = 200;

/**
 * Collects the files of an archive, whose directory is not trusted. Throws DatasetError `source` for
 * a path or link that leaves the archive, two files of one path, or more files than data sets have.
 */
export class ArchivePaths {
  readonly #files = new Map<string, { readonly number: number; readonly bytes: number }>();
  readonly #links: string[] = [];

  constructor(readonly archive: string) {}

  /** All paths, in the order of the archive. */
  get paths(): string[] {
    return [...this.#files.keys()];
  }

  /** Paths of links. */
  get links(): readonly string[] {
    return this.#links;
  }

  /** Takes a file; `number` says where it is in the archive. */
  add(name: string, number: number, bytes: number): void {
    const path = this.#require(name);
    if (this.#files.has(path)) this.refuse(path, 'is there twice');
    if (this.#files.size === MOST_FILES) this.refuse(path, `is one of more than ${MOST_FILES}`);
    this.#files.set(path, { number, bytes });
  }

  /** Takes a link, whose target is relative to its own folder, or else to the archive. */
  addLink(name: string, target: string, relativeTo: 'folder' | 'archive'): void {
    const path = this.#require(name);
    const parts = relativeTo === 'archive' ? [] : path.split('/').slice(0, -1);
    let isOut = target.startsWith('/');
    for (const part of target.split('/')) {
      if (part === '..') isOut ||= parts.pop() === undefined;
      else if (part !== '.') parts.push(part);
    }
    if (isOut) this.refuse(path, `is a link out of it, to ${target.slice(0, LONGEST_TARGET)}`);
    if (this.#links.length === MOST_FILES) this.refuse(path, `is one of more than ${MOST_FILES}`);
    this.#links.push(path);
  }

  /** The number of a file; one of more than `most` bytes is refused before it is read. */
  find(path: string, most: number): number {
    const file = this.#files.get(path) ?? this.refuse(path, 'is not there');
    if (file.bytes > most) this.refuse(path, `has ${file.bytes} bytes, more than ${most}`);
    return file.number;
  }

  refuse(name: string, reason: string, cause?: unknown): never {
    const message = `${this.archive}: ${JSON.stringify(name).slice(1, -1)} ${reason}`;
    throw new DatasetError('source', this.archive, message, { cause });
  }

  /** The path of an entry without `./`. */
  #require(name: string): string {
    const path = name.replace(/^(?:\.\/)+/, '');
    if (!isPathWithin(path)) this.refuse(name, 'leads out of the archive');
    return path;
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
