import { join } from 'node:path';
import type { PreparedDataset } from '@stackgan/data';
import type { HostTensor } from '@stackgan/formats';
import type { FeatureCache, FeatureExtractor, Rows } from '@stackgan/metrics';
import { readTensors, writeTensors } from './cached-tensors.js';
import { datasetHash } from '../shared/dataset-hash.js';
import { featuresOf } from './features-of.js';
import { largestSize, realImages } from './real-images.js';
import { isSample } from './sample-dataset.js';

/** Features of the real images of a data set. */
export interface RealFeatures {
  /** One row for each of `dataset.examples`. */
  readonly rows: Rows;
  /**
   * What decides them: data, images, extractor; it identifies heads that are trained on them, too.
   */
  readonly identity: Readonly<Record<string, string>>;
}

/** Folder inside a data set for the files of evaluation; samples have one of their own in it. */
export function evaluationFolder(dataset: PreparedDataset): string {
  const folder = join(dataset.directory, 'evaluation');
  return isSample(dataset) ? join(folder, `${dataset.examples.length}-images`) : folder;
}

/**
 * Extracts the features of the real images, at the data set's largest size or at `side`, or reads
 * those of the same data and extractor from their file.
 */
export async function realFeatures(
  dataset: PreparedDataset,
  extractor: FeatureExtractor,
  onProgress: (done: number, total: number) => void,
  { side }: { readonly side?: number } = {},
): Promise<RealFeatures> {
  const set = realImages(dataset, side);
  const size = side ?? largestSize(dataset);
  const identity = {
    data: await datasetHash(dataset),
    images: `${set.count} of ${size}x${size}`,
    extractor: extractor.name,
    extractorHash: extractor.hash,
    resize: extractor.resize,
  };
  const part = side === undefined ? '' : `-${side}x${side}`;
  const path = join(evaluationFolder(dataset), `${extractor.name}${part}.safetensors`);
  const cache = fileCache(path, identity);
  return { rows: await featuresOf(set, extractor, onProgress, cache), identity };
}

/** A cache of one file, for features of this identity alone. */
const fileCache = (path: string, identity: Readonly<Record<string, string>>): FeatureCache => ({
  async get() {
    const features = (await readTensors(path, identity))?.['features'];
    return features && { data: features.data as Float32Array, width: features.shape[1]! };
  },
  async set(_, { data, width }) {
    const shape = [data.length / width, width];
    const features: HostTensor = { dtype: 'float32', shape, data: data as Float32Array };
    await writeTensors(path, identity, { features });
  },
});
