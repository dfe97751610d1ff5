import type { PlacedCaptions } from '../captions/read-all-captions.js';
import type { SourceExample, Split } from '../source/dataset-source.js';
import type { DataFolder } from '../trees/data-folder.js';
import type { ImageList } from './list-images.js';

/** What the files of a folder say about one of its images. */
export interface FolderImage
  extends PlacedCaptions, Pick<SourceExample, 'attributes' | 'statements'> {
  /** Its path relative to the folder, with `/` between parts. */
  readonly id: string;
  /** From a list that has one; otherwise the folder of the image determines it. */
  readonly class?: string;
  /** The same; all images have one or none has. */
  readonly split?: Split;
}

/** Reads what the files of a folder say about its images, sorted by path; one form of captions. */
export type ReadForm = (
  folder: DataFolder,
  list: ImageList,
) => Promise<{
  readonly images: readonly FolderImage[];
  /** Sentences about files that were not read, and captions that were changed in reading. */
  readonly notices: readonly string[];
}>;
