import type { Rows } from '../shared/rows.js';

/**
 * Stores the features of one set of images; a `Map` is one. Use one cache per set: the key
 * identifies the extractor, not the images.
 */
export interface FeatureCache {
  /** The features under `key`, if any. */
  get(key: string): Rows | undefined | Promise<Rows | undefined>;
  /** Stores the features; the result is awaited. */
  set(key: string, features: Rows): unknown;
}
