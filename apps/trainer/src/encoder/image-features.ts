import type { PreparedDataset } from '@stackgan/data';
import { type Rows, selectRows, standardisationOf, standardise } from '@stackgan/metrics';
import { type ExtractorChoice, openExtractor } from '../evaluation/open-extractor.js';
import { realFeatures } from '../evaluation/real-features.js';
import { type Progress, progressReporter } from '../shared/progress-reporter.js';

/** Features of all images of a data set. */
export interface ImageFeatures {
  /** A row for each image; of mean 0 and deviation 1 over those of the training split. */
  readonly rows: Rows;
  /** Hex SHA-256 of the data set. */
  readonly dataset: string;
  /** Hex SHA-256 of what else decides them. */
  readonly extractor: string;
}

/** Extracts the features, or reads those that the data set keeps of this extractor. */
export async function imageFeatures(
  dataset: PreparedDataset,
  choice: ExtractorChoice,
  progress: Progress,
): Promise<ImageFeatures> {
  const extractor = await openExtractor(choice);
  try {
    const onProgress = progressReporter(dataset.info.name, 'images', progress);
    const { rows, identity } = await realFeatures(dataset, extractor, onProgress);
    const train = dataset.examples.filter(({ split }) => split === 'train');
    const ofTraining = selectRows(
      rows,
      train.map(({ index }) => index),
    );
    return {
      rows: { data: standardise(rows, standardisationOf(ofTraining)), width: rows.width },
      dataset: identity['data']!,
      extractor: extractor.hash,
    };
  } finally {
    extractor.dispose();
    progress.console.end();
  }
}
