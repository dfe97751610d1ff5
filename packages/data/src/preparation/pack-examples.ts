import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

import { attributeFault } from '../source/attribute-fault.js';
import { DatasetError } from '../shared/errors.js';
import { LargeImageTurns } from '../images/large-image-turns.js';
import { type PackedImage, packImage, storedSide } from '../images/pack-image.js';
import type { Preprocessing } from '../images/preprocessing.js';
import type { PrepareProgress } from './prepare-progress.js';
import { checkUndecodable } from '../prepared/check-undecodable.js';
import { imagesFile, type StoredExample } from '../prepared/prepared-files.js';
import type { DatasetSource, SourceExample } from '../source/dataset-source.js';

/** Number of images that are decoded and packed together. */
const chunkSize = 16;

/**
 * Packs the images of all examples into one file per size in `folder`, in their order. Images that
 * cannot be decoded are skipped and reported. Throws {@link DatasetError}: `undecodable` above 1 %,
 * `box`, `source` for invalid attributes.
 */
export async function packExamples({
  source,
  examples: given,
  folder,
  sizes,
  preprocessing,
  onProgress,
}: {
  source: DatasetSource;
  examples: readonly SourceExample[];
  folder: string;
  sizes: readonly number[];
  preprocessing: Preprocessing;
  onProgress: (progress: PrepareProgress) => void;
}): Promise<{ examples: StoredExample[]; undecodable: string[]; boxes: number }> {
  const examples: StoredExample[] = [];
  const undecodable: string[] = [];
  let boxes = 0;
  let first: string | undefined;
  const files = await Promise.all(
    sizes.map(async (size) => new AppendedFile(await open(join(folder, imagesFile(size)), 'wx'))),
  );
  const sides = sizes.map((size) => storedSide(size, source.options.crop));
  const turns = new LargeImageTurns();
  const pack = async (example: SourceExample): Promise<PackedImage | Error> => {
    requireAttributes(example);
    const { id, image, box } = example;
    try {
      const bytes = await image();
      const options = { ...preprocessing, ...(box && { box }) };
      return await turns.run(bytes, () => packImage(bytes, sides, options));
    } catch (cause) {
      const { name, message } = cause as Error;
      if (name !== 'RangeError') return cause as Error;
      // The box is wrong, not the image, so the example must not be skipped.
      throw new DatasetError('box', id, `${id}: ${message}; correct it or leave it out`, { cause });
    }
  };
  try {
    for (let start = 0; start < given.length; start += chunkSize) {
      const chunk = given.slice(start, start + chunkSize);
      const packed = await Promise.all(chunk.map(pack));
      for (const [i, example] of chunk.entries()) {
        const { id, class: className, split, captions, box, attributes, statements } = example;
        const one = packed[i]!;
        if (one instanceof Error) {
          undecodable.push(id);
          first ??= `${id}: ${one.message}`;
          onProgress({ phase: 'skipped', id, reason: one.message });
          continue;
        }
        const places = await Promise.all(files.map((file, s) => file.append(one.images[s]!)));
        if (box && preprocessing.objectCrop > 0) boxes++;
        examples.push({
          id,
          class: className,
          split,
          captions: [...captions],
          ...(attributes && { attributes }),
          ...(statements && { statements }),
          ...(one.box && { box: one.box }),
          images: places,
        });
      }
      const done = examples.length + undecodable.length;
      onProgress({ phase: 'images', done, total: given.length });
      checkUndecodable(undecodable, given.length, source.name, first);
    }
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
  return { examples, undecodable, boxes };
}

/** Called before the image is read: throws for invalid attributes and statements. */
function requireAttributes(example: SourceExample): void {
  const fault = attributeFault(example);
  if (fault !== undefined) throw new DatasetError('source', example.id, `${example.id}: ${fault}`);
}

/** A file to append to, which returns the place of each part. */
class AppendedFile {
  #end = 0;
  constructor(private readonly file: FileHandle) {}

  async append(bytes: Uint8Array): Promise<[offset: number, length: number]> {
    const offset = this.#end;
    this.#end += bytes.length;
    await this.file.write(bytes, 0, bytes.length, offset);
    return [offset, bytes.length];
  }

  close(): Promise<void> {
    return this.file.close();
  }
}
