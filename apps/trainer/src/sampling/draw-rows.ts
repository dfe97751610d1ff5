import { type DrawRow, drawRows as drawImages } from '@stackgan/stage2';
import { BATCH } from '../images/image-set.js';
import { type SquareImage, squareOf } from '../images/image.js';
import { explainDamage } from './explain-damage.js';
import type { OpenedCascade } from './open-cascade.js';

/**
 * Draws one image of the last stage per row, in batches; `onProgress` gets the number of finished
 * images. Throws RunDirectoryError if a generator draws NaN.
 */
export async function drawRows(
  { path, cascade }: Pick<OpenedCascade, 'path' | 'cascade'>,
  rows: readonly DrawRow[],
  { signal, onProgress }: { signal: AbortSignal; onProgress: (done: number) => void },
): Promise<SquareImage[]> {
  const images: SquareImage[] = [];
  try {
    for await (const image of drawImages(cascade, rows, { batchSize: BATCH, signal })) {
      images.push(squareOf(image));
      onProgress(images.length);
    }
  } catch (error) {
    explainDamage(path)(error as Error);
  }
  return images;
}
