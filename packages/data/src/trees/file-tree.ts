/** Files by their paths in archives that were never unpacked. */
export interface FileTree {
  /** The archives that files come from, by their paths on the disk. */
  readonly archives: readonly string[];
  /** Paths with `/` between their parts, in the order in which reading them is fastest. */
  readonly paths: readonly string[];
  /** Links within the archives, by their own paths. They are not followed. */
  readonly links: readonly string[];
  /** Files that another archive has, too, and that are not read. */
  readonly doubled: readonly string[];
  /**
   * The bytes of a file. Throws {@link DatasetError} `source` for one that is not in the tree, cannot
   * be read, or is longer than `most` bytes.
   */
  read(path: string, most: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** The most files of one archive: COCO has 83,000. */
export const MOST_FILES = 2 ** 20;
