import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { ResizeFilter } from '../resize-pictures.js';

/** A network that turns pictures into the features that FID, KID and the like compare. */
export interface FeatureExtractor {
  /** What statistics of its features are called; only those of equal name and hash are comparable. */
  readonly name: string;
  /** Height and width that it resizes pictures to. */
  readonly pictureSize: readonly [number, number];
  /** Features of a picture, F. */
  readonly features: number;
  /** The filter that it resizes with. */
  readonly resize: ResizeFilter;
  /** Hex SHA-256 of what decides a feature: weights, layer, preprocessing with the filter. */
  readonly hash: string;
  /**
   * Features [N, F] of pictures [N, H, W, 3] in [-1, 1], of any size, on the current tfjs backend. Throws
   * `MetricError` for another shape. Tensors that it makes on the way are gone when it returns.
   */
  extract(pictures: Tensor4D): Tensor2D;
  /** Frees the weights. */
  dispose(): void;
}
