import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DatasetError, decodeImage, listImages } from '@stackgan/data';
import { UsageError } from '../shared/errors.js';
import type { SquareImage } from '../images/image.js';
import { BATCH, type ImageSet } from '../images/image-set.js';

/** The images of a folder, and notices of files that are not measured. */
export interface FolderImages extends ImageSet {
  readonly notices: readonly string[];
}

/**
 * The images of a folder that `prepare` would read, in the order of their paths, transparency over
 * white. They must be square and of one size, since a crop or a resize would change the numbers.
 */
export async function folderImages(folder: string): Promise<FolderImages> {
  const { images: files, notices } = await listImages(folder).catch((error: unknown) => {
    const { name, path } = error as DatasetError;
    if (name !== 'DatasetError' || path !== folder) throw error;
    throw new UsageError(`--images ${folder} is no folder that can be read`);
  });
  if (files.length === 0) {
    throw new UsageError(
      `--images ${folder} has no .png, .jpg or other image that is read; give a folder of images` +
        notices.map((notice) => ` (${notice})`).join(''),
    );
  }
  return {
    name: folder,
    count: files.length,
    notices,
    async *batches() {
      let first: SquareImage | undefined;
      for (let done = 0; done < files.length; done += BATCH) {
        const images = await Promise.all(
          files.slice(done, done + BATCH).map((file) => readImage(join(folder, file))),
        );
        first ??= images[0]!;
        const odd = images.findIndex(({ size }) => size !== first!.size);
        if (odd >= 0) {
          throw new UsageError(
            `${join(folder, files[done + odd]!)} is ${images[odd]!.size} pixels wide, ${files[0]} is ${first.size}; ` +
              'measure images of one size at a time',
          );
        }
        yield { images };
      }
    },
  };
}

async function readImage(path: string): Promise<SquareImage> {
  const { data, width, height } = await readFile(path)
    .then(decodeImage)
    .catch((error: unknown) => {
      throw new UsageError(`${path}: ${(error as Error).message}`);
    });
  if (width !== height) {
    throw new UsageError(`${path} is ${width}×${height}; give square images`);
  }
  return { size: width, data };
}
