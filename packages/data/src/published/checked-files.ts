import type { ReadFile } from '../files/read-bounded.js';
import { DatasetError } from '../shared/errors.js';
import type { DataFolder } from '../trees/data-folder.js';
import type { CheckedFile } from './source-check.js';

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
 * The files of a published data set. They are read one by one, with a record of each, so that
 * preparing and checking it are the same work: preparing throws the first fault, checking lists all
 * of them.
 */
export class CheckedFiles {
  readonly #checked: CheckedFile[] = [];
  #fault: DatasetError | undefined;

  constructor(readonly folder: DataFolder) {}

  /** One line per file, in the order of reading. */
  get checked(): readonly CheckedFile[] {
    return this.#checked;
  }

  /** The first file that is missing or wrong. */
  get fault(): DatasetError | undefined {
    return this.#fault;
  }

  /** The first of several places of the same content that exists; the first one if none does. */
  async find<T extends PublishedFile>(...places: readonly [T, ...T[]]): Promise<T> {
    for (const place of places) if (await this.folder.exists(place.path)) return place;
    return places[0];
  }

  /**
   * What `read` makes of a file; undefined if it is missing or wrong. Leave `read` out if it needs
   * another file that is missing or wrong: the record then says only that this one is there.
   */
  async read<T>(
    { path, from, isOptional = false }: PublishedFile,
    read: ((path: string, readFile: ReadFile) => Promise<FileContent<T>>) | undefined,
  ): Promise<T | undefined> {
    const full = this.folder.pathOf(path);
    if (!(await this.folder.exists(path))) {
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
      const { value, holds } = await read(full, this.folder.readFile);
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
