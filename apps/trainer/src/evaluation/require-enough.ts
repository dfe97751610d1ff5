import type { PreparedDataset } from '@stackgan/data';
import { type FeatureExtractor, leastImages } from '@stackgan/metrics';
import { UsageError } from '../shared/errors.js';
import { requireAttributes } from './attributes/require-attributes.js';
import { requireTraining } from '../shared/require-training.js';
import type { MetricName } from '../options/metric-names.js';
import { requireClasses } from './require-classes.js';

const CANDIDATES = 100;

/**
 * Throws UsageError, before any image is generated, for a metric that cannot be measured; names
 * what it needs.
 */
export function requireEnough({
  samples,
  dataset,
  extractor,
  names,
  hasCaptions,
}: {
  samples: number;
  dataset: PreparedDataset;
  extractor: Pick<FeatureExtractor, 'name' | 'features'>;
  names: readonly MetricName[];
  /** Whether it is known what captions the images are of. */
  hasCaptions: boolean;
}): void {
  const { name: data } = dataset.info;
  const real = dataset.examples.length;
  const held = dataset.examples.filter(({ split }) => split === 'test').length;
  for (const name of names) {
    const needed = leastImages(name, extractor);
    if (samples < needed) {
      throw new UsageError(
        `${name} with ${extractor.name} needs ${needed} samples, not ${samples}; draw more, or leave it out of --metrics`,
      );
    }
    if (name === 'is') requireClasses(dataset);
    if ((name === 'fid' || name === 'kid' || name === 'pr') && real < needed) {
      throw new UsageError(
        `${name} with ${extractor.name} needs ${needed} real images, ${data} has ${real}; leave it out of --metrics`,
      );
    }
    if (name === 'r-precision') requireTraining(dataset);
    if (name === 'attributes') requireAttributes(dataset);
    if (name === 'r-precision' || name === 'diversity' || name === 'attributes') {
      if (!hasCaptions) {
        throw new UsageError(
          `${name} needs to know the captions of the images: leave it out of --metrics for a folder of images`,
        );
      }
      if (name === 'r-precision' && held < CANDIDATES) {
        throw new UsageError(
          `r-precision needs captions of ${CANDIDATES} held-out images, ${data} has ${held}; leave it out of --metrics`,
        );
      }
    }
  }
}
