import { join } from 'node:path';
import type { PreparedDataset } from '@stackgan/data';
import type { FeatureExtractor, Rows } from '@stackgan/metrics';
import { cachedTensors } from './cached-tensors.js';
import { datasetHash } from './dataset-hash.js';
import { extractFeatures } from './extract-features.js';
import { largestSize, realPictures } from './real-pictures.js';

/** The real pictures of a data set as an extractor sees them. */
export interface RealFeatures {
  /** One row for each of `dataset.examples`. */
  readonly rows: Rows;
  /** What they are of; what is learned from them is of this, too. */
  readonly identity: Readonly<Record<string, string>>;
}

/** Folder inside a data set for what evaluation keeps. */
export const evaluationFolder = ({ directory }: PreparedDataset): string =>
  join(directory, 'evaluation');

/**
 * Measures the real pictures at the data set's largest size, or at `side`; or reads what was measured before of the same
 * data and size with the same extractor.
 */
export async function realFeatures(
  dataset: PreparedDataset,
  extractor: FeatureExtractor,
  onProgress: (done: number, total: number) => void,
  side?: number,
): Promise<RealFeatures> {
  const { features: width } = extractor;
  const set = realPictures(dataset, side);
  const size = side ?? largestSize(dataset);
  const identity = {
    data: await datasetHash(dataset),
    pictures: `${set.count} of ${size}x${size}`,
    extractor: extractor.name,
    extractorHash: extractor.hash,
    resize: extractor.resize,
  };
  const ofSize = side === undefined ? '' : `-${side}x${side}`;
  const path = join(evaluationFolder(dataset), `${extractor.name}${ofSize}.safetensors`);
  const { features } = await cachedTensors(path, identity, async () => {
    const data = new Float32Array(set.count * width);
    let filled = 0;
    const progress = (done: number) => onProgress(done, set.count);
    for await (const batch of extractFeatures(set, extractor, progress)) {
      data.set(batch.features.data, filled);
      filled += batch.features.data.length;
    }
    return { features: { dtype: 'float32', shape: [set.count, width], data } };
  });
  return { rows: { data: features!.data as Float32Array, width }, identity };
}
