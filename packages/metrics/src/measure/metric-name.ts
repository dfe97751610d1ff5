import type { FeatureExtractor } from '../extractors/feature-extractor.js';

/**
 * What `measure` computes: Inception Score, FID, KID, precision and recall, R-precision, diversity
 * within a caption (MS-SSIM), attributes as stated.
 */
export type MetricName = 'is' | 'fid' | 'kid' | 'pr' | 'r-precision' | 'diversity' | 'attributes';

const WITHOUT_FEATURES: readonly MetricName[] = ['diversity', 'attributes'];

/**
 * Whether a metric compares features of images; extracting them takes a minute for a thousand
 * images.
 */
export const needsFeatures = (name: MetricName): boolean => !WITHOUT_FEATURES.includes(name);

/** Parts of the samples that Inception Score and R-precision are computed of. */
export const PARTS = 10;
/** Subsets of fewer samples are too noisy to compare. */
export const KID = { subsets: 10, subsetSize: 1000 };
/** Neighbours whose distance is a radius, of precision and recall. */
export const NEIGHBOURS = 3;

/**
 * The fewest generated images that `measure` computes a metric of; `fid`, `kid` and `pr` need as
 * many real ones. FID needs more images than the extractor has features.
 */
export function leastImages(
  name: MetricName,
  extractor: Pick<FeatureExtractor, 'features'>,
): number {
  const least = {
    ...{ is: PARTS, fid: extractor.features + 1, kid: KID.subsetSize, pr: NEIGHBOURS + 1 },
    ...{ 'r-precision': PARTS, diversity: 1, attributes: 10 },
  } satisfies Record<MetricName, number>;
  return least[name];
}
