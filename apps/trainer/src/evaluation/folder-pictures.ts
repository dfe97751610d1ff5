import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { UsageError } from '../errors.js';
import type { Picture } from '../pictures/picture.js';
import { BATCH, type PictureSet } from './picture-set.js';

const FORMATS = /\.(png|jpe?g|webp)$/i;

/**
 * The PNG, JPEG and WebP files of a folder, in the order of their names, transparency over white. They must be
 * square and of one size: measured after a crop or a resize, a number would be one of that, too.
 */
export async function folderPictures(folder: string): Promise<PictureSet> {
  const names = await readdir(folder).catch(() => {
    throw new UsageError(`--images ${folder} is no folder that can be read`);
  });
  const files = names.filter((name) => FORMATS.test(name)).sort();
  if (files.length === 0) {
    throw new UsageError(
      `--images ${folder} has no .png, .jpg or .webp; give a folder of pictures`,
    );
  }
  return {
    name: folder,
    count: files.length,
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
  const { data, info } = await sharp(path)
    .autoOrient()
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch((error: unknown) => {
      throw new UsageError(`${path} does not decode (${(error as Error).message}); remove it`);
    });
  if (info.width !== info.height) {
    throw new UsageError(`${path} is ${info.width}×${info.height}; give square pictures`);
  }
  return { size: info.width, data: new Uint8Array(data) };
}
