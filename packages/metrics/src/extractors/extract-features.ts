import type { Tensor4D } from '@tensorflow/tfjs-core';
import { type CaptionedImage, fullBatch, imageBatches, type Images } from '../images/images.js';
import { imageTensor } from '../images/rgb-image.js';
import type { Rows } from '../shared/rows.js';
import { joinRows } from '../shared/select-rows.js';
import { inTidy, type Trace } from '../shared/trace.js';
import type { FeatureCache } from './feature-cache.js';
import type { FeatureExtractor } from './feature-extractor.js';

/** Options of {@link extractFeatures}. */
export interface ExtractFeaturesOptions {
  /** Stores the features between calls. None by default. */
  readonly cache?: FeatureCache | undefined;
  /** Records the network once, for backends that gain by it. Default: runs it each time. */
  readonly trace?: Trace | undefined;
  /** Called with the number of images done. The work awaits the result, and stops if it throws. */
  readonly onProgress?: ((done: number) => void | Promise<void>) | undefined;
}

/**
 * Features [N, F] of images, 16 at a time on the current tfjs backend. Throws `MetricError` for
 * images of several sizes, and what `images`, the cache and `onProgress` throw.
 */
export async function extractFeatures(
  images: Images,
  extractor: FeatureExtractor,
  { cache, ...options }: ExtractFeaturesOptions = {},
): Promise<Rows> {
  const key = `${extractor.name} ${extractor.hash}`;
  const kept = await cache?.get(key);
  if (kept) return kept;
  const parts: Rows[] = [];
  for await (const { features } of featureBatches(images, extractor, options)) parts.push(features);
  const rows = joinRows(parts, extractor.features);
  await cache?.set(key, rows);
  return rows;
}

/** A batch of images with their features [N, F]. */
export interface FeatureBatch {
  readonly images: readonly CaptionedImage[];
  readonly features: Rows;
}

/** The images with their features, batch by batch. */
export async function* featureBatches(
  images: Images,
  extractor: FeatureExtractor,
  { trace, onProgress }: Omit<ExtractFeaturesOptions, 'cache'>,
): AsyncGenerator<FeatureBatch> {
  const extract = (trace ?? inTidy)(({ images }: { images: Tensor4D }) => ({
    features: extractor.extract(images),
  }));
  const width = extractor.features;
  let done = 0;
  for await (const batch of imageBatches(images)) {
    const input = imageTensor(trace ? fullBatch(batch) : batch);
    const { features } = extract({ images: input });
    const data = (await features.data()) as Float32Array;
    input.dispose();
    features.dispose();
    done += batch.length;
    await onProgress?.(done);
    yield { images: batch, features: { data: data.slice(0, batch.length * width), width } };
  }
}
