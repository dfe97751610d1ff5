import type { Tensor } from '@tensorflow/tfjs-core';
import { MetricError } from '../shared/metric-error.js';

/** Throws unless `images` is [N, H, W, 3] with an image at least. */
export function checkImages(images: Tensor): void {
  const { shape } = images;
  if (shape.length !== 4 || shape[3] !== 3 || shape.includes(0)) {
    throw new MetricError('shape', `images are [${shape}]; give [N, H, W, 3] in [-1, 1]`);
  }
}
