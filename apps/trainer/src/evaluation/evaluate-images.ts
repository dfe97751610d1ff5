import type { PreparedDataset } from '@stackgan/data';
import {
  type CaptionedImage,
  type FeatureExtractor,
  measure,
  type MeasureInput,
  type MeasureReport,
  type MetricError,
  needsFeatures,
} from '@stackgan/metrics';
import { traced } from '@stackgan/tfjs-backend-ort';
import type { Evaluation } from '../records/evaluation.js';
import { UsageError } from '../shared/errors.js';
import { releaseGraphs } from '../backends/lazy-backend.js';
import { missingOfAttributes } from './attributes/require-attributes.js';
import { attributesInput } from './attributes/attributes-input.js';
import type { CaptionTable } from './caption-table.js';
import { featureInput } from './feature-input.js';
import { imagesOf } from './images-of.js';
import { captionRows } from './learned-heads.js';
import { measureProgress } from './measure-progress.js';
import { measurementsOf } from './measurements.js';
import type { MetricName } from '../options/metric-names.js';
import type { ImageSet } from '../images/image-set.js';
import { largestSize } from './real-images.js';
import { realPairs } from './real-pairs.js';
import { requireEnough } from './require-enough.js';
import { isSample } from './sample-dataset.js';
import type { Progress } from '../shared/progress-reporter.js';

/** A data set and an extractor to measure images with, for any number of sets. */
export interface Evaluator extends Progress {
  /** The real images to compare with, and the captions to draw; see `sampleDataset`. */
  readonly dataset: PreparedDataset;
  readonly extractor: FeatureExtractor;
}

/** Several images of each of a few captions; those of one caption follow each other. */
export interface RepeatedImages {
  readonly set: ImageSet;
  readonly perCaption: number;
}

/** The images to measure, and how. */
export interface EvaluatedImages {
  readonly set: ImageSet;
  /** The captions that the images were generated from; undefined if they are unknown. */
  readonly table?: CaptionTable | undefined;
  readonly repeated?: RepeatedImages | undefined;
  readonly seed: number;
  readonly names: readonly MetricName[];
}

/** Captions that real images are compared within; each costs two images. */
const CAPTIONS = 50;
/** In place of an extractor where no metric compares features. */
const NO_FEATURES = { name: 'no features', features: 0 };

/**
 * Measures the images of a set against those of a data set. Throws UsageError for bad input, such
 * as too few samples, before any image is generated.
 */
export async function evaluateImages(
  { set, table, repeated, seed, names }: EvaluatedImages,
  { dataset, extractor: given, console, signal }: Evaluator,
): Promise<Evaluation> {
  const isSeen = names.some(needsFeatures);
  const extractor = isSeen ? given : NO_FEATURES;
  const [samples, hasCaptions] = [set.count, table !== undefined];
  requireEnough({ samples, dataset, extractor, names, hasCaptions });
  const progress = { console, signal };
  // Free the graphs of earlier work: the extractor needs the memory.
  releaseGraphs();
  const features = isSeen ? await featureInput({ dataset, extractor: given, progress }) : undefined;
  const attributes = names.includes('attributes')
    ? await attributesInput(table!, dataset, progress)
    : undefined;
  const report = await measureSet(set, {
    ...{ metrics: names, seed, attributes, ...features?.input },
    captions: table && {
      imageOf: table.examples,
      embeddings: () => captionRows(dataset, table),
    },
    repeated: repeated && (() => numbered(repeated)),
    repeatedReal:
      repeated && table && missingOfAttributes(dataset) === undefined
        ? ({ width: side }) => realPairs(table, dataset, { count: CAPTIONS, side, seed })
        : undefined,
    ...{ trace: traced, signal },
    onProgress: measureProgress(set, repeated?.set.count ?? 0, dataset, progress),
  });
  releaseGraphs();
  console.end();
  const { name: data } = dataset.info;
  const sample = isSample(dataset) ? `${dataset.examples.length} images of ${data}` : data;
  const protocol = {
    ...{ data, sample, extractor: extractor.name, perCaption: repeated?.perCaption },
    ...{ classifier: features?.classifier(), reader: attributes?.reader },
  };
  return {
    ...{ of: set.name, samples, imageSize: report.size.width, realSize: largestSize(dataset) },
    ...{ seed, data, extractor: extractor.name },
    measurements: names.flatMap((name) => measurementsOf(name, report, protocol)),
  };
}

/** Measures the images of `set`; blank images are a UsageError. */
async function measureSet(
  set: ImageSet,
  input: Omit<MeasureInput, 'generated'>,
): Promise<MeasureReport> {
  try {
    return await measure({ ...input, generated: imagesOf(set) });
  } catch (error) {
    const { name, fault } = error as MetricError;
    if (name !== 'MetricError' || fault !== 'blank') throw error;
    throw new UsageError(
      `all images of ${set.name} are of one colour, each; no metric means anything: look at them`,
    );
  }
}

/**
 * The images with the position of each caption instead of its row, since a row may be chosen twice.
 */
async function* numbered({ set, perCaption }: RepeatedImages): AsyncGenerator<CaptionedImage> {
  let index = 0;
  for await (const image of imagesOf(set)) {
    yield { ...image, caption: Math.floor(index++ / perCaption) };
  }
}
