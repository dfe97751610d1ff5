import type { PreparedDataset } from '@stackgan/data';
import type { ClassifierHead, FeatureExtractor, MeasureInput } from '@stackgan/metrics';
import { type Progress, workProgress, yieldingProgress } from '../shared/work-progress.js';
import { learnedClassifier, learnedMatching } from './learned-heads.js';
import { realFeatures } from './real-features.js';
import { largestSize } from './real-images.js';

/** What metrics on features need of a data set. */
export interface FeatureInput {
  readonly input: Pick<
    MeasureInput,
    'real' | 'extractor' | 'realAtSize' | 'classifier' | 'matching'
  >;
  /** The classifier, once it was asked for. */
  readonly classifier: () => ClassifierHead | undefined;
}

/** Real features, measured now or read, and the heads on them, which are learned or read when they are asked for. */
export async function featureInput({
  dataset,
  extractor,
  mostReal,
  progress,
}: {
  dataset: PreparedDataset;
  extractor: FeatureExtractor;
  mostReal: number | undefined;
  progress: Progress;
}): Promise<FeatureInput> {
  const { name } = dataset.info;
  const sayReal = workProgress(name, 'images', progress);
  const real = await realFeatures(dataset, extractor, sayReal, { most: mostReal });
  let classifier: ClassifierHead | undefined;
  return {
    classifier: () => classifier,
    input: {
      ...{ real: real.rows, extractor },
      async realAtSize({ width: side }) {
        if (side === largestSize(dataset)) return undefined;
        const say = workProgress(`${name} at ${side}×${side}`, 'images', progress);
        return (await realFeatures(dataset, extractor, say, { side })).rows;
      },
      async classifier() {
        const say = yieldingProgress('learning the classifier', 'steps', progress);
        return (classifier = await learnedClassifier(dataset, real, say));
      },
      matching: () => learnedMatching(dataset, real, extractor, progress),
    },
  };
}
