import { defaultPreprocessing, type PreparedDataset, resizePicture } from '@stackgan/data';
import type { Picture } from '../pictures/picture.js';
import { BATCH, type PictureSet } from '../pictures/picture-set.js';

/** The largest prepared size: what pictures of any size are compared with. */
export const largestSize = ({ info }: PreparedDataset): number => Math.max(...info.imageSizes);

/**
 * All pictures of a data set, in the order of its examples, as stored for its largest size; or of `side`, resized
 * from these as preparation resizes, unless they are stored so.
 */
export function realPictures(dataset: PreparedDataset, side?: number): PictureSet {
  const { examples, info } = dataset;
  const isStored = side !== undefined && info.imageSizes.includes(side);
  const imageSize = isStored && dataset.storedSize(side) === side ? side : largestSize(dataset);
  const size = dataset.storedSize(imageSize);
  const { filter } = info.preprocessing ?? defaultPreprocessing;
  const read = async (example: (typeof examples)[number]): Promise<Picture> => {
    const data = await dataset.readPicture(example, imageSize);
    if (side === undefined || side === size) return { size, data };
    const resized = await resizePicture({ data, width: size, height: size }, side, filter);
    return { size: side, data: resized.data };
  };
  return {
    name: info.name,
    count: examples.length,
    async *batches() {
      for (let done = 0; done < examples.length; done += BATCH) {
        yield { pictures: await Promise.all(examples.slice(done, done + BATCH).map(read)) };
      }
    },
  };
}
