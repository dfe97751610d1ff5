import * as tf from '@tensorflow/tfjs-core';
import { meanDeviation, type MeanDeviation } from '../shared/mean-deviation.js';
import { MetricError } from '../shared/metric-error.js';
import { checkScales, msSsim, type MsSsimOptions } from './ms-ssim.js';
import type { ProgressListener } from '../shared/progress-listener.js';

export interface Diversity extends MeanDeviation {
  /** Captions that have two images or more; mean and std are over these. */
  readonly captions: number;
  /** Pairs of images that were compared. */
  readonly pairs: number;
}

/** Options of {@link diversity}. */
export interface DiversityOptions extends MsSsimOptions {
  /** Called with the number of pairs. */
  readonly onProgress?: ProgressListener;
}

/**
 * Pairs per batch, so that memory does not grow with their number. Few: each plane is filtered
 * separately, for which a backend whose convolutions work in blocks of 16 channels takes 16 times
 * the memory.
 */
const BATCH = 2;

/**
 * Diversity within a caption: the mean {@link msSsim} of all pairs of images of one caption, then
 * the mean over captions. From 0; the lower, the more diverse. Near 1 means that the noise has no
 * effect (mode collapse), which scores over all captions do not show.
 *
 * `images`: [N, H, W, C]; `captions`: one for each. Throws {@link MetricError} as msSsim does, for
 * images with NaN, and if no caption has two images.
 */
export async function diversity(
  images: tf.Tensor4D,
  captions: readonly (string | number)[],
  { onProgress, ...options }: DiversityOptions = {},
): Promise<Diversity> {
  checkScales(images.shape, options.scales ?? 5);
  if (captions.length !== images.shape[0]) {
    const message = `${captions.length} captions for ${images.shape[0]} images: one for each is needed`;
    throw new MetricError('shape', message);
  }
  const pairs = pairsOfEqual(captions);
  if (pairs.length === 0)
    throw new MetricError(
      'tooFew',
      'no caption has two images to compare: draw more of each caption',
    );
  await checkFinite(images);
  const similarities = new Map<string | number, number[]>();
  for (let first = 0; first < pairs.length; first += BATCH) {
    const batch = pairs.slice(first, first + BATCH);
    const result = tf.tidy(() => {
      const [a, b] = [0, 1].map((side) =>
        tf.gather(
          images,
          tf.tensor1d(
            batch.map((pair) => pair[side]!),
            'int32',
          ),
        ),
      );
      return msSsim(a!, b!, options);
    });
    const values = await result.data();
    result.dispose();
    batch.forEach(([i], k) => {
      const value = values[k]!;
      const caption = captions[i]!;
      similarities.set(caption, [...(similarities.get(caption) ?? []), value]);
    });
    await onProgress?.(first + batch.length, pairs.length);
  }
  const means = [...similarities.values()].map((values) => meanDeviation(values).mean);
  return { ...meanDeviation(means), captions: means.length, pairs: pairs.length };
}

function pairsOfEqual(captions: readonly (string | number)[]): [number, number][] {
  const rows = new Map<string | number, number[]>();
  captions.forEach((caption, i) => rows.set(caption, [...(rows.get(caption) ?? []), i]));
  return [...rows.values()].flatMap((group) =>
    group.flatMap((i, at) => group.slice(at + 1).map((j): [number, number] => [i, j])),
  );
}

/** Checked first, since a backend's `relu` may turn NaN into 0. */
async function checkFinite(images: tf.Tensor4D): Promise<void> {
  const sums = tf.tidy(() => tf.sum(images, [1, 2, 3]));
  const bad = (await sums.data()).findIndex((sum) => !Number.isFinite(sum));
  sums.dispose();
  if (bad >= 0) throw new MetricError('notFinite', `image ${bad} has NaN or infinity in it`);
}
