/** The names of the files and folders of archives. */
export class ArchivedNames {
  readonly #places: ReadonlyMap<string, number>;
  readonly #folders: ReadonlySet<string>;

  /** `files` are in the order in which reading them is fastest. */
  constructor(files: readonly string[]) {
    this.#places = new Map(files.map((name, place) => [name, place]));
    this.#folders = new Set(files.flatMap(foldersOf));
  }

  /** Whether there is a file or folder of this name. */
  has(name: string): boolean {
    return this.#places.has(name) || this.#folders.has(name);
  }

  /** The place of a file in the order of reading; -1 if there is none of this name. */
  placeOf(name: string): number {
    return this.#places.get(name) ?? -1;
  }
}

/** `a` and `a/b` of `a/b/c`. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
