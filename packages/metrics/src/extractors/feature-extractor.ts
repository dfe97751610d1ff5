import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { ResizeFilter } from '../images/resize-images.js';

/** A network that turns images into the features that FID, KID and the like compare. */
export interface FeatureExtractor {
  /** Names statistics of its features; only those of equal name and hash are comparable. */
  readonly name: string;
  /** Height and width that it resizes images to. */
  readonly imageSize: readonly [number, number];
  /** Features of an image, F. */
  readonly features: number;
  /** The filter that it resizes with. */
  readonly resize: ResizeFilter;
  /**
   * Hex SHA-256 of all that decides the features: weights, layer, preprocessing with the filter.
   */
  readonly hash: string;
  /**
   * Features [N, F] of images [N, H, W, 3] in [-1, 1], of any size, on the current tfjs backend.
   * Throws `MetricError` for another shape. Disposes of intermediate tensors.
   */
  extract(images: Tensor4D): Tensor2D;
  /** Frees the weights. */
  dispose(): void;
}
