import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import type { PackedImage } from '../images/pack-image.js';
import { examplesFile, imagesFile, type StoredExample } from '../prepared/prepared-files.js';
import type { SourceExample } from '../source/dataset-source.js';
import type { FoundPacked } from './find-packed.js';

/** Images between two entries in `examples.jsonl`. Those after the last one are packed again. */
const imagesPerEntry = 512;

/**
 * The files of packed images, one per size, and `examples.jsonl`, which is the journal of them: a
 * line is written after the images that it is about, so that it holds even after a power cut.
 */
export class PackedFiles {
  #lines: string[] = [];

  private constructor(
    private readonly images: readonly FileHandle[],
    private readonly imageBytes: number[],
    private readonly examples: FileHandle,
  ) {}

  /** Opens those in `folder`, new ones too, and cuts off what is beyond `found`. */
  static async open(
    folder: string,
    sizes: readonly number[],
    found: FoundPacked,
  ): Promise<PackedFiles> {
    const images = await Promise.all(
      sizes.map((size, s) => openCut(join(folder, imagesFile(size)), found.imageBytes[s]!)),
    );
    const examples = await openCut(join(folder, examplesFile), found.lineBytes);
    return new PackedFiles(images, [...found.imageBytes], examples);
  }

  /** Writes the images of the next example. */
  async append(example: SourceExample, { images, box }: PackedImage): Promise<void> {
    const { id, class: className, split, captions, attributes, statements } = example;
    await Promise.all(images.map((bytes, s) => this.images[s]!.appendFile(bytes)));
    const stored: StoredExample = {
      ...{ id, class: className, split, captions },
      ...(attributes && { attributes }),
      ...(statements && { statements }),
      ...(box && { box }),
      images: images.map(({ length }, s) => [this.imageBytes[s]!, length]),
    };
    for (const [s, { length }] of images.entries()) this.imageBytes[s]! += length;
    this.#lines.push(`${JSON.stringify(stored)}\n`);
    if (this.#lines.length >= imagesPerEntry) await this.#flush();
  }

  /** Writes what is not yet on the disk, and closes the files. */
  async close(): Promise<void> {
    try {
      await this.#flush();
    } finally {
      await Promise.all([...this.images, this.examples].map((file) => file.close()));
    }
  }

  async #flush(): Promise<void> {
    await Promise.all(this.images.map((file) => file.sync()));
    await this.examples.appendFile(this.#lines.join(''));
    await this.examples.sync();
    this.#lines = [];
  }
}

/** Opens a file to append to, after its first `bytes`. */
async function openCut(path: string, bytes: number): Promise<FileHandle> {
  const file = await open(path, 'a');
  await file.truncate(bytes);
  return file;
}
