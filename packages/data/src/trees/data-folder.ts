import { stat } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';

import { type ReadFile, readBounded } from '../files/read-bounded.js';
import { type FolderContents, walkFolder } from '../files/walk-folder.js';
import { ArchivedNames } from './archived-names.js';
import type { FileTree } from './file-tree.js';
import { ARCHIVE_NAME, openArchives } from './open-archives.js';
import { siftNames } from './sift-names.js';

/** Bytes of the largest image file: it is read into memory. */
const LARGEST_IMAGE = 2 ** 28;

/** What a folder holds with its archives. */
export interface DataContents extends FolderContents {
  /** Links in archives, which are not followed. */
  readonly links: readonly string[];
  /** Files of archives that another archive has, too; the first one is read. */
  readonly doubled: readonly string[];
}

/** Files of archives. */
interface Archived {
  readonly tree: FileTree;
  readonly names: ArchivedNames;
}

/**
 * A folder with the files of a data set. Archives at its top are read as if they were unpacked
 * there, and an archive in place of the folder as if it were unpacked in one. Names of files are
 * relative to the folder, with `/` between their parts; paths begin at the working directory.
 */
export class DataFolder {
  private constructor(
    private readonly base: string,
    private readonly archived: Archived | undefined,
    /** Names of files begin with it: `''`, or `cats/`. */
    private readonly prefix = '',
  ) {}

  /** Opens the archives of a folder. Throws {@link DatasetError} `source` for a damaged one. */
  static async open(path: string): Promise<DataFolder> {
    const tree = await openArchives(path);
    return new DataFolder(path, tree && { tree, names: new ArchivedNames(tree.paths) });
  }

  get path(): string {
    return join(this.base, this.prefix.slice(0, -1));
  }

  /** The name of the folder, or of the archive without its ending. */
  get name(): string {
    const name = basename(resolve(this.base));
    return this.#isArchive ? name.replace(ARCHIVE_NAME, '') : name;
  }

  get hasArchives(): boolean {
    return this.archived !== undefined;
  }

  /** The path of a file. */
  pathOf(name: string): string {
    return join(this.path, name);
  }

  /** Whether there is a file or folder of this name. */
  exists(name: string): Promise<boolean> {
    if (this.archived?.names.has(this.prefix + name)) return Promise.resolve(true);
    return stat(this.pathOf(name)).then(
      () => true,
      () => false,
    );
  }

  /** Whether an archive has the file at a path. */
  isArchived(path: string): boolean {
    return this.#placeOf(path) >= 0;
  }

  /** Reads the file at a path. Archives are read fastest in the order of {@link inOrder}. */
  readonly readFile: ReadFile = (path, maxBytes) =>
    this.isArchived(path)
      ? this.archived!.tree.read(this.#inArchive(path), maxBytes)
      : readBounded(path, maxBytes);

  /** Reads the image at a path when it is called. */
  image(path: string): () => Promise<Uint8Array> {
    return () => this.readFile(path, LARGEST_IMAGE);
  }

  /** Items in the order in which their files are read fastest. */
  inOrder<T>(items: readonly T[], pathOf: (item: T) => string): readonly T[] {
    if (!this.archived) return items;
    return items
      .map((item) => ({ item, at: this.#placeOf(pathOf(item)) }))
      .sort((a, b) => a.at - b.at)
      .map(({ item }) => item);
  }

  /** All files, as `walkFolder` lists them; archives that are read are not among them. */
  async list(isWanted: (name: string) => boolean): Promise<DataContents> {
    if (!this.archived) {
      return { ...(await walkFolder(this.path, isWanted)), links: [], doubled: [] };
    }
    const { archives, paths, links, doubled } = this.archived.tree;
    const unpacked = this.#isArchive ? EMPTY : await walkFolder(this.base, isWanted);
    const read = new Set(archives.map((path) => this.#inArchive(path)));
    const packed = siftNames(paths, isWanted);
    const files = [...unpacked.files.filter((name) => !read.has(name)), ...packed.wanted];
    const own = (names: readonly string[]) =>
      names
        .filter((name) => name.startsWith(this.prefix))
        .map((name) => name.slice(this.prefix.length));
    return {
      ...unpacked,
      files: own(files).sort(),
      skipped: own([...unpacked.skipped, ...packed.skipped]),
      links: own(links),
      doubled: own(siftNames(doubled, isWanted).wanted),
    };
  }

  /**
   * The folder that holds all wanted files of an archive, as programs pack a folder; this one if
   * there is no such folder, or it is no archive.
   */
  async unwrapped(isWanted: (name: string) => boolean): Promise<DataFolder> {
    if (!this.#isArchive) return this;
    const { files } = await this.list(isWanted);
    const [top = '', ...others] = new Set(
      files.map((name) => name.slice(0, name.indexOf('/') + 1)),
    );
    return others.length === 0 ? new DataFolder(this.base, this.archived, this.prefix + top) : this;
  }

  /** Closes the archives. */
  async close(): Promise<void> {
    await this.archived?.tree.close();
  }

  get #isArchive(): boolean {
    return this.archived?.tree.archives[0] === this.base;
  }

  /** The place of the file at a path in the order of its archive; -1 if it is in none. */
  #placeOf(path: string): number {
    return this.archived?.names.placeOf(this.#inArchive(path)) ?? -1;
  }

  #inArchive(path: string): string {
    return relative(this.base, path).replaceAll(sep, '/');
  }
}

const EMPTY: FolderContents = { files: [], skipped: [], repeated: [], broken: [] };
