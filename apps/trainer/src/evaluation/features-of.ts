import { setImmediate } from 'node:timers/promises';
import {
  extractFeatures,
  type FeatureCache,
  type FeatureExtractor,
  type Rows,
} from '@stackgan/metrics';
import { traced } from '@stackgan/tfjs-backend-ort';
import type { ImageSet } from '../images/image-set.js';
import { imagesOf } from './images-of.js';

/** Features of the images of `set`, one row each. */
export function featuresOf(
  set: ImageSet,
  extractor: FeatureExtractor,
  onProgress: (done: number, total: number) => void,
  cache?: FeatureCache,
): Promise<Rows> {
  return extractFeatures(imagesOf(set), extractor, {
    ...{ cache, trace: traced },
    onProgress: async (done) => {
      // A synchronous backend would block timers and Ctrl-C.
      await setImmediate();
      onProgress(done, set.count);
    },
  });
}
