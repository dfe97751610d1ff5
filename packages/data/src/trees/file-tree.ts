/** Files by their paths, wherever they are: in a folder, or in archives that were never unpacked. */
export interface FileTree {
  /** Paths with `/` between their parts, in the order in which reading them is fastest. */
  readonly paths: readonly string[];
  /** Where a file is, for messages: `birds/images.txt`, `birds.tgz: images.txt`. */
  place(path: string): string;
  /**
   * The bytes of a file. Throws {@link DatasetError} `source` for one that is not in the tree, cannot
   * be read, or is longer than `most` bytes (default {@link MOST_BYTES}).
   */
  read(path: string, most?: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** The most bytes of a file that is read into memory, such as an image or a table: 256 MB. */
export const MOST_BYTES = 2 ** 28;

/** The most files of one archive: COCO has 83,000. */
export const MOST_FILES = 2 ** 20;
