import {
  type BatchLoader,
  createLoader,
  type LoaderState,
  type PreparedDataset,
} from '@stackgan/data';
import type { SeededRandom } from '@stackgan/random';
import type { TrainOptions } from '../options/train-options.js';
import type { Stage } from './stage.js';

/**
 * The loader of the batches that `stage` trains on, from the start or from `state`; close it when
 * done.
 */
export function trainLoader(
  { imageSize }: Stage,
  { batch }: TrainOptions,
  {
    dataset,
    random,
    state,
  }: {
    dataset: PreparedDataset;
    random: SeededRandom;
    state?: LoaderState | undefined;
  },
): BatchLoader {
  return createLoader({
    dataset,
    split: 'train',
    imageSize,
    batchSize: batch.size,
    captionsPerExample: batch.captions,
    wrongCaptions: batch.mismatched === 'masked',
    wrongImages: batch.mismatched === 'wrongImages',
    random,
    ...(state && { state }),
  });
}
