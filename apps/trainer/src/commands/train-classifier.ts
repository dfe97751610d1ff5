import type { ExtractorChoice } from '../evaluation/open-extractor.js';
import { openDataset } from '@stackgan/data';
import type { FeatureExtractor } from '@stackgan/metrics';
import { type LearnedClassifier, learnedClassifier } from '../evaluation/learned-heads.js';
import { openExtractor } from '../evaluation/open-extractor.js';
import { realFeatures } from '../evaluation/real-features.js';
import { requireClasses } from '../evaluation/require-classes.js';
import { progressReporter, yieldingReporter } from '../shared/progress-reporter.js';
import type { Context } from '../shared/context.js';
import { useBackend } from './use-backend.js';

/** The flags of `stackgan classifier train`. */
export interface TrainClassifierArguments extends ExtractorChoice {
  readonly data: string;
  readonly backend: string;
}

/**
 * `stackgan classifier train`: trains the classifier for the Inception Score of `evaluate` in
 * advance, saves it where `evaluate` reads it, and prints its accuracy.
 */
export async function trainClassifier(
  given: TrainClassifierArguments,
  context: Context,
): Promise<void> {
  const dataset = await openDataset(given.data);
  try {
    requireClasses(dataset);
    await useBackend(given.backend, context);
    const extractor = await openExtractor(given);
    try {
      const { name } = dataset.info;
      const say = progressReporter(name, 'images', context);
      const real = await realFeatures(dataset, extractor, say);
      const learning = yieldingReporter('learning the classifier', 'steps', context);
      const classifier = await learnedClassifier(dataset, real, learning);
      context.console.line(classifierTable(name, extractor, classifier));
    } finally {
      extractor.dispose();
    }
  } finally {
    context.console.end();
    await dataset.close();
  }
}

function classifierTable(
  data: string,
  { name }: FeatureExtractor,
  { heldOutAccuracy, chance, heldOut, classes, learnedFrom, path, isNew }: LearnedClassifier,
): string {
  const percent = (share: number) => `${(share * 100).toFixed(1)} %`;
  const count = (value: number) => value.toLocaleString('en');
  const quality =
    heldOut > 0
      ? [
          `  held-out accuracy  ${percent(heldOutAccuracy)}`,
          `  chance             ${percent(chance)}, the largest class among those held out`,
        ]
      : ['  held-out accuracy  unknown: too few images to hold some out'];
  return [
    `classifier of ${data} on ${name}, ${isNew ? 'trained now' : 'trained before'}`,
    ...quality,
    `  classes            ${count(classes)}`,
    `  images           ${count(learnedFrom)} learned from, ${count(heldOut)} held out`,
    `  kept in            ${path}`,
  ].join('\n');
}
