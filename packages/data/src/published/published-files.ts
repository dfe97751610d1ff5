import { stat } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

import { type ReadFile, readBounded } from '../files/read-bounded.js';
import { DatasetError } from '../shared/errors.js';
import type { FileTree } from '../trees/file-tree.js';
import type { CheckedFile } from './source-check.js';

/** Bytes of the largest image file: it is read into memory. */
const LARGEST_IMAGE = 2 ** 28;

/** A file of a published data set, or a folder of files of one kind. */
export interface PublishedFile {
  /** Relative to the folder of the data set, with `/` between its parts. */
  readonly path: string;
  /** Who offers it, in words, for somebody who lacks it. */
  readonly from: string;
  /** The data set can do without it. */
  readonly isOptional?: boolean;
}

/** What was read from a file. */
export interface FileContent<T> {
  readonly value: T;
  /** In words: `11,788 boxes`. */
  readonly holds: string;
}

/**
 * Reads the files of a published data set one by one and keeps a record of each, so that preparing
 * and checking it are the same work: preparing throws the first fault, checking lists all of them.
 */
export class PublishedFiles {
  readonly #checked: CheckedFile[] = [];
  #fault: DatasetError | undefined;

  readonly #archived: ReadonlyMap<string, number>;
  readonly #archivedFolders: ReadonlySet<string>;

  /** `archives` have files of `folder` that were never unpacked. */
  constructor(
    readonly folder: string,
    readonly archives: FileTree | undefined,
  ) {
    const paths = archives?.paths ?? [];
    this.#archived = new Map(paths.map((path, place) => [path, place]));
    this.#archivedFolders = new Set(paths.flatMap(foldersOf));
  }

  /** One line per file, in the order of reading. */
  get checked(): readonly CheckedFile[] {
    return this.#checked;
  }

  /** The first file that is missing or wrong. */
  get fault(): DatasetError | undefined {
    return this.#fault;
  }

  pathOf({ path }: Pick<PublishedFile, 'path'>): string {
    return join(this.folder, path);
  }

  exists(file: Pick<PublishedFile, 'path'>): Promise<boolean> {
    const { path } = file;
    if (this.#archived.has(path) || this.#archivedFolders.has(path)) return Promise.resolve(true);
    return stat(this.pathOf(file)).then(
      () => true,
      () => false,
    );
  }

  /** Whether an archive has the file at `path`, which is one of {@link pathOf}. */
  isArchived(path: string): boolean {
    return this.#archived.has(this.#inArchive(path));
  }

  /**
   * Reads the file at `path`, which is one of {@link pathOf}. Calls reach the archives in their order,
   * which must be that of {@link inOrder}.
   */
  readonly readFile: ReadFile = (path, maxBytes) =>
    this.isArchived(path)
      ? this.archives!.read(this.#inArchive(path), maxBytes)
      : readBounded(path, maxBytes);

  /** Reads the image at `path` when it is called. */
  image(path: string): () => Promise<Uint8Array> {
    return () => this.readFile(path, LARGEST_IMAGE);
  }

  /** Items in the order in which their files are read fastest, each at one of {@link pathOf}. */
  inOrder<T>(items: readonly T[], pathOf: (item: T) => string): readonly T[] {
    if (this.archives === undefined) return items;
    const place = (item: T) => this.#archived.get(this.#inArchive(pathOf(item))) ?? -1;
    return items
      .map((item) => ({ item, at: place(item) }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
  }

  #inArchive(path: string): string {
    return relative(this.folder, path).replaceAll(sep, '/');
  }

  /** The first of several places of the same content that exists; the first one if none does. */
  async find(...places: readonly [PublishedFile, ...PublishedFile[]]): Promise<PublishedFile> {
    for (const place of places) if (await this.exists(place)) return place;
    return places[0];
  }

  /**
   * What `read` makes of a file; undefined if it is missing or wrong. Leave `read` out if it needs
   * another file that is missing or wrong: the record then says only that this one is there.
   */
  async read<T>(
    file: PublishedFile,
    read: ((path: string, readFile: ReadFile) => Promise<FileContent<T>>) | undefined,
  ): Promise<T | undefined> {
    const { path, from, isOptional = false } = file;
    const full = this.pathOf(file);
    if (!(await this.exists(file))) {
      const state = isOptional ? 'absent' : 'missing';
      this.#checked.push({ path, state, detail: from });
      if (isOptional) return undefined;
      return this.#fail(
        new DatasetError('source', full, `${full} does not exist; get it: ${from}`),
      );
    }
    if (read === undefined) {
      const detail = 'cannot be checked without the files above';
      this.#checked.push({ path, state: 'unchecked', detail });
      return undefined;
    }
    try {
      const { value, holds } = await read(full, this.readFile);
      this.#checked.push({ path, state: 'found', detail: holds });
      return value;
    } catch (error) {
      if ((error as Error).name !== 'DatasetError') throw error;
      const { message } = error as DatasetError;
      const [place, rest = ''] = [message.slice(0, full.length), message.slice(full.length)];
      const detail = place === full ? rest.replace(/^[:,]? /, '') : message;
      this.#checked.push({ path, state: 'wrong', detail });
      return this.#fail(error as DatasetError);
    }
  }

  #fail(fault: DatasetError): undefined {
    this.#fault ??= fault;
    return undefined;
  }
}

/** `a` and `a/b` of `a/b/c`. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
