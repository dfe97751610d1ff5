/**
 * Metrics of text-to-image papers: `measure` for images, and pure functions for features.
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
export { extractFeatures, type ExtractFeaturesOptions } from './extractors/extract-features.js';
export type { FeatureCache } from './extractors/feature-cache.js';
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
export { measure } from './measure/measure.js';
export type {
  AttributesInput,
  CaptionRows,
  ImageSize,
  Lazy,
  MeasureInput,
  MeasureListener,
  MeasureStage,
} from './measure/measure-input.js';
export type { MeanScore, MeasureReport, ScoreBesideReal } from './measure/measure-report.js';
export { leastImages, type MetricName, needsFeatures } from './measure/metric-name.js';
export { diversity, type Diversity, type DiversityOptions } from './scores/diversity.js';
export { FeatureMoments, type FeatureStatistics } from './scores/feature-moments.js';
export { frechetDistance, type FrechetDistanceOptions } from './scores/frechet-distance.js';
export { inceptionScore, type InceptionScoreOptions } from './scores/inception-score.js';
export { kernelDistance, type KernelDistanceOptions } from './scores/kernel-distance.js';
export type { MeanDeviation } from './shared/mean-deviation.js';
export { meanRanks, type MeanRank } from './scores/mean-ranks.js';
export { MetricError, type MetricFault } from './shared/metric-error.js';
export { msSsim, type MsSsimOptions } from './scores/ms-ssim.js';
export {
  precisionRecall,
  type PrecisionRecall,
  type PrecisionRecallOptions,
} from './scores/precision-recall.js';
export type { ProgressListener } from './shared/progress-listener.js';
export type { CaptionedImage, Images } from './images/images.js';
export { imageTensor, type RgbImage } from './images/rgb-image.js';
export { resizeImages, type ResizeFilter, type ResizeOptions } from './images/resize-images.js';
export { rPrecision, type RPrecisionOptions } from './scores/r-precision.js';
export type { Trace } from './shared/trace.js';
export type { Rows } from './shared/rows.js';
export { joinRows, selectRows } from './shared/select-rows.js';
export { type Standardisation, standardisationOf, standardise } from './heads/standardise.js';
