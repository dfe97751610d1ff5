import { defaultPreprocessing, type PreparedDataset, resizeImage } from '@stackgan/data';
import type { SquareImage } from '../images/image.js';
import { BATCH, type ImageSet } from '../images/image-set.js';

/** The largest prepared size: what images of any size are compared with. */
export const largestSize = ({ info }: PreparedDataset): number => Math.max(...info.imageSizes);

/**
 * All images of a data set, in the order of its examples, as stored for its largest size; or of
 * `side`, resized from these as preparation resizes, unless they are stored so.
 */
export function realImages(dataset: PreparedDataset, side?: number): ImageSet {
  const { examples, info } = dataset;
  const isStored = side !== undefined && info.imageSizes.includes(side);
  const imageSize = isStored && dataset.storedSize(side) === side ? side : largestSize(dataset);
  const size = dataset.storedSize(imageSize);
  const { filter } = info.preprocessing ?? defaultPreprocessing;
  const read = async (example: (typeof examples)[number]): Promise<SquareImage> => {
    const data = await dataset.readImage(example, imageSize);
    if (side === undefined || side === size) return { size, data };
    const resized = await resizeImage({ data, width: size, height: size }, side, filter);
    return { size: side, data: resized.data };
  };
  return {
    name: info.name,
    count: examples.length,
    async *batches() {
      for (let done = 0; done < examples.length; done += BATCH) {
        yield { images: await Promise.all(examples.slice(done, done + BATCH).map(read)) };
      }
    },
  };
}
