import type { Rows } from '../shared/rows.js';

/**
 * Keeps the features of one set of images; a `Map` does. Use one cache for each set: the key names the
 * extractor and its hash, and nothing of the images.
 */
export interface FeatureCache {
  /** The features that were kept under `key`, if any. */
  get(key: string): Rows | undefined | Promise<Rows | undefined>;
  /** Keeps the features; it is waited for. */
  set(key: string, features: Rows): unknown;
}
