import type { PreparedDataset } from '@stackgan/data';
import { BATCH, type PictureSet } from './picture-set.js';

/** The largest prepared size: what pictures of any size are compared with. */
export const largestSize = ({ info }: PreparedDataset): number => Math.max(...info.imageSizes);

/** All pictures of a data set, in the order of its examples. */
export function realPictures(dataset: PreparedDataset): PictureSet {
  const imageSize = largestSize(dataset);
  const size = dataset.storedSize(imageSize);
  const { examples } = dataset;
  return {
    name: dataset.info.name,
    count: examples.length,
    async *batches() {
      for (let done = 0; done < examples.length; done += BATCH) {
        const pictures = await Promise.all(
          examples.slice(done, done + BATCH).map(async (example) => {
            return { size, data: await dataset.readPicture(example, imageSize) };
          }),
        );
        yield { pictures };
      }
    },
  };
}
