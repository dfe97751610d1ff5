import { fullBatch } from '../images/images.js';
import { imageTensor, type RgbImage } from '../images/rgb-image.js';
import type { OpenedAttributeReader } from './open-attribute-reader.js';

/**
 * What up to 16 images show, a row of [attributes] for each: positions of values; `isTraced`: by a
 * recorded network.
 */
export async function readBatch(
  opened: OpenedAttributeReader,
  batch: readonly RgbImage[],
  isTraced: boolean,
): Promise<number[][]> {
  const images = isTraced ? fullBatch(batch) : batch;
  const input = imageTensor(images);
  try {
    const read = await opened.read(input);
    const width = read.length / images.length;
    return batch.map((_, row) => [...read.subarray(row * width, (row + 1) * width)]);
  } finally {
    input.dispose();
  }
}
