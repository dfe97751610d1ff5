import { join } from 'node:path';
import type { PreparedDataset } from '@stackgan/data';
import type { FeatureExtractor, Rows } from '@stackgan/metrics';
import { SeededRandom } from '@stackgan/random';
import { cachedTensors } from './cached-tensors.js';
import { datasetHash } from './dataset-hash.js';
import { extractFeatures } from './extract-features.js';
import { largestSize, realImages } from './real-images.js';

/** The real images of a data set as an extractor sees them. */
export interface RealFeatures {
  /** One row for each of `dataset.examples`. */
  readonly rows: Rows;
  /** What they are of; what is learned from them is of this, too. */
  readonly identity: Readonly<Record<string, string>>;
}

/** Folder inside a data set for what evaluation keeps. */
export const evaluationFolder = ({ directory }: PreparedDataset): string =>
  join(directory, 'evaluation');

/** Which real images are measured. */
export interface RealSelection {
  /** Their side; the data set's largest by default. */
  readonly side?: number;
  /** So many at most, drawn at random; all by default. Rows are then no longer those of `dataset.examples`. */
  readonly most?: number | undefined;
}

/**
 * Measures the real images of a selection; or reads what was measured before of the same data and selection with the same
 * extractor.
 */
export async function realFeatures(
  dataset: PreparedDataset,
  extractor: FeatureExtractor,
  onProgress: (done: number, total: number) => void,
  { side, most = Infinity }: RealSelection = {},
): Promise<RealFeatures> {
  const { features: width } = extractor;
  const { examples } = dataset;
  const isSample = most < examples.length;
  const chosen = isSample ? new SeededRandom(0).shuffle([...examples]).slice(0, most) : examples;
  const set = realImages({ ...dataset, examples: chosen }, side);
  const size = side ?? largestSize(dataset);
  const identity = {
    data: await datasetHash(dataset),
    images: `${set.count} of ${size}x${size}`,
    extractor: extractor.name,
    extractorHash: extractor.hash,
    resize: extractor.resize,
  };
  const part = `${side === undefined ? '' : `-${side}x${side}`}${isSample ? `-${most}` : ''}`;
  const path = join(evaluationFolder(dataset), `${extractor.name}${part}.safetensors`);
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
