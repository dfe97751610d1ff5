import type { PreparedDataset, PreparedExample } from '@stackgan/data';
import { resizeImages } from '@stackgan/metrics';
import { readImages, type SquareImage } from '../../images/image.js';
import { squareTensor } from '../images-of.js';

/**
 * Real images at `side`, from the smallest prepared size that is not smaller, or else the largest.
 * Data sets with a margin for crops give the middle. Larger images are reduced with antialiasing;
 * smaller ones stay.
 */
export async function squareImages(
  dataset: PreparedDataset,
  examples: readonly PreparedExample[],
  side: number,
): Promise<SquareImage[]> {
  const sizes = [...dataset.info.imageSizes].sort((a, b) => a - b);
  const size = sizes.find((one) => one >= side) ?? sizes.at(-1)!;
  const stored = dataset.storedSize(size);
  const images = await Promise.all(
    examples.map(async (example) =>
      middle({ size: stored, data: await dataset.readImage(example, size) }, size),
    ),
  );
  if (size <= side || images.length === 0) return images;
  const large = squareTensor(images);
  const small = resizeImages(large, [side, side]);
  large.dispose();
  const read = await readImages(small);
  small.dispose();
  return read;
}

/** The window of `side` in the middle. */
function middle({ size, data }: SquareImage, side: number): SquareImage {
  if (size === side) return { size, data };
  const margin = Math.floor((size - side) / 2);
  const cut = new Uint8Array(side * side * 3);
  for (let row = 0; row < side; row++) {
    const from = ((margin + row) * size + margin) * 3;
    cut.set(data.subarray(from, from + side * 3), row * side * 3);
  }
  return { size: side, data: cut };
}
