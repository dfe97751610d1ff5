import type { FeatureExtractor } from '@stackgan/metrics';
import * as tf from '@tensorflow/tfjs-core';
import type { MetricName } from '../options/metric-names.js';
import type { RealFeatures } from './real-features.js';

const FEATURELESS: readonly MetricName[] = ['diversity', 'attributes'];

/** Whether one of these metrics looks at features; they take a minute for a thousand images. */
export const needsFeatures = (names: readonly MetricName[]): boolean =>
  names.some((name) => !FEATURELESS.includes(name));

/** Stands in for an extractor where none is needed: one feature, which is always 0. */
export const noExtractor: FeatureExtractor = {
  name: 'no features',
  imageSize: [1, 1],
  features: 1,
  resize: 'pillow-bilinear',
  hash: '',
  // Of the images, since a traced function returns what it computed.
  extract: (images) =>
    tf.tidy(() => tf.mul(tf.reshape(tf.slice(images, 0, [-1, 1, 1, 1]), [-1, 1]), 0)),
  dispose: () => undefined,
};

/** What {@link noExtractor} would see of real images, of two, since fewer have no covariance. */
export const noRealFeatures: RealFeatures = {
  rows: { data: new Float32Array(2), width: 1 },
  identity: {},
};
