import type { Tensor } from '@tensorflow/tfjs-core';
import { MetricError } from '../metric-error.js';

/** Throws unless `pictures` is [N, H, W, 3] with a picture at least. */
export function checkPictures(pictures: Tensor): void {
  const { shape } = pictures;
  if (shape.length !== 4 || shape[3] !== 3 || shape.includes(0)) {
    throw new MetricError('shape', `pictures are [${shape}]; give [N, H, W, 3] in [-1, 1]`);
  }
}
