import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DatasetError, decodePicture, listPictures } from '@stackgan/data';
import { UsageError } from '../shared/errors.js';
import type { Picture } from '../pictures/picture.js';
import { BATCH, type PictureSet } from '../pictures/picture-set.js';

/** The pictures of a folder, and what lies there and is not measured. */
export interface FolderPictures extends PictureSet {
  readonly notices: readonly string[];
}

/**
 * The pictures of a folder that `prepare` would read, in the order of their paths, transparency over white. They must be
 * square and of one size: measured after a crop or a resize, a number would be one of that, too.
 */
export async function folderPictures(folder: string): Promise<FolderPictures> {
  const { pictures: files, notices } = await listPictures(folder).catch((error: unknown) => {
    const { name, path } = error as DatasetError;
    if (name !== 'DatasetError' || path !== folder) throw error;
    throw new UsageError(`--images ${folder} is no folder that can be read`);
  });
  if (files.length === 0) {
    throw new UsageError(
      `--images ${folder} has no .png, .jpg or other picture that is read; give a folder of pictures` +
        notices.map((notice) => ` (${notice})`).join(''),
    );
  }
  return {
    name: folder,
    count: files.length,
    notices,
    async *batches() {
      let first: Picture | undefined;
      for (let done = 0; done < files.length; done += BATCH) {
        const pictures = await Promise.all(
          files.slice(done, done + BATCH).map((file) => readPicture(join(folder, file))),
        );
        first ??= pictures[0]!;
        const odd = pictures.findIndex(({ size }) => size !== first!.size);
        if (odd >= 0) {
          throw new UsageError(
            `${join(folder, files[done + odd]!)} is ${pictures[odd]!.size} pixels wide, ${files[0]} is ${first.size}; ` +
              'measure pictures of one size at a time',
          );
        }
        yield { pictures };
      }
    },
  };
}

async function readPicture(path: string): Promise<Picture> {
  const { data, width, height } = await readFile(path)
    .then(decodePicture)
    .catch((error: unknown) => {
      throw new UsageError(`${path}: ${(error as Error).message}`);
    });
  if (width !== height) {
    throw new UsageError(`${path} is ${width}×${height}; give square pictures`);
  }
  return { size: width, data };
}
