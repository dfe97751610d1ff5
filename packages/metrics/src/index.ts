/**
 * Is it any good? The numbers that text-to-image papers print, as pure functions.
 *
 * @packageDocumentation
 */
export {
  type ClassifierHead,
  type ClassifierOptions,
  predictClasses,
  trainClassifierHead,
} from './heads/classifier-head.js';
export {
  type MatchingHead,
  type MatchingOptions,
  projectCaptions,
  projectImages,
  trainMatchingHead,
} from './heads/matching-head.js';
export type { LinearMap } from './heads/linear-map.js';
export type {
  AttributeReader,
  NamedAttribute,
  ReaderAttribute,
  ReaderLayer,
  Trace,
} from './attributes/attribute-reader.js';
export {
  type AttributeScore,
  type AttributeScores,
  attributeScores,
} from './attributes/attribute-scores.js';
export type { AttributeScoresInput } from './attributes/check-scores-input.js';
export type { LabelledImages } from './attributes/labelled-images.js';
export {
  openAttributeReader,
  type OpenedAttributeReader,
} from './attributes/open-attribute-reader.js';
export {
  type AttributeReaderOptions,
  trainAttributeReader,
} from './attributes/train-attribute-reader.js';
export { createMixed5Extractor, type Mixed5Options } from './extractors/create-mixed5-extractor.js';
export {
  createModelExtractor,
  type FeatureModel,
  type ModelExtractorOptions,
  type PixelRange,
} from './extractors/create-model-extractor.js';
export type { FeatureExtractor } from './extractors/feature-extractor.js';
export {
  fetchMixed5Weights,
  type Mixed5Weights,
  readMixed5Weights,
} from './extractors/mixed5-weights.js';
export { diversity, type Diversity, type DiversityOptions } from './diversity.js';
export { FeatureMoments, type FeatureStatistics } from './feature-moments.js';
export { frechetDistance, type FrechetDistanceOptions } from './frechet-distance.js';
export { inceptionScore, type InceptionScoreOptions } from './inception-score.js';
export { kernelDistance, type KernelDistanceOptions } from './kernel-distance.js';
export type { MeanDeviation } from './mean-deviation.js';
export { meanRanks, type MeanRank } from './mean-ranks.js';
export { MetricError, type MetricFault } from './metric-error.js';
export { msSsim, type MsSsimOptions } from './ms-ssim.js';
export {
  precisionRecall,
  type PrecisionRecall,
  type PrecisionRecallOptions,
} from './precision-recall.js';
export type { ProgressListener } from './progress-listener.js';
export { resizeImages, type ResizeFilter, type ResizeOptions } from './resize-images.js';
export { rPrecision, type RPrecisionOptions } from './r-precision.js';
export type { Rows } from './rows.js';
