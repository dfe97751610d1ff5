import type { PreparedDataset } from '@stackgan/data';
import type { ClassifierHead, FeatureExtractor, MeasureInput } from '@stackgan/metrics';
import { type Progress, progressReporter, yieldingReporter } from '../shared/progress-reporter.js';
import { learnedClassifier, learnedMatching } from './learned-heads.js';
import { realFeatures } from './real-features.js';
import { largestSize } from './real-images.js';

/** The inputs of metrics that compare features. */
export interface FeatureInput {
  readonly input: Pick<
    MeasureInput,
    'real' | 'extractor' | 'realAtSize' | 'classifier' | 'matching'
  >;
  /** The classifier, once `measure` has used it. */
  readonly classifier: () => ClassifierHead | undefined;
}

/**
 * The features of the real images, extracted now or read from their file, and the heads on them,
 * which are trained or read on first use.
 */
export async function featureInput({
  dataset,
  extractor,
  progress,
}: {
  dataset: PreparedDataset;
  extractor: FeatureExtractor;
  progress: Progress;
}): Promise<FeatureInput> {
  const { name } = dataset.info;
  const onReal = progressReporter(name, 'images', progress);
  const real = await realFeatures(dataset, extractor, onReal);
  let classifier: ClassifierHead | undefined;
  return {
    classifier: () => classifier,
    input: {
      ...{ real: real.rows, extractor },
      async realAtSize({ width: side }) {
        if (side === largestSize(dataset)) return undefined;
        const onProgress = progressReporter(`${name} at ${side}×${side}`, 'images', progress);
        return (await realFeatures(dataset, extractor, onProgress, { side })).rows;
      },
      async classifier() {
        const onProgress = yieldingReporter('learning the classifier', 'steps', progress);
        return (classifier = await learnedClassifier(dataset, real, onProgress));
      },
      matching: () => learnedMatching(dataset, real, extractor, progress),
    },
  };
}
