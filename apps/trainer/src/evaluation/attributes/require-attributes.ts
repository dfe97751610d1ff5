import type { PreparedDataset } from '@stackgan/data';
import { UsageError } from '../../shared/errors.js';
import { METRIC_NAMES, type MetricName } from '../../options/metric-names.js';

/** All metrics of a run; `attributes` only where the data set has what it needs. */
export const metricsFor = (dataset: PreparedDataset): MetricName[] =>
  METRIC_NAMES.filter(
    (name) => name !== 'attributes' || missingOfAttributes(dataset) === undefined,
  );

/**
 * Throws UsageError for a data set without attributes of images, or without statements of captions.
 */
export function requireAttributes(dataset: PreparedDataset): void {
  const missing = missingOfAttributes(dataset);
  if (missing === undefined) return;
  throw new UsageError(
    `attributes: ${dataset.info.name} does not say what its ${missing}; prepare avatars or cub, or a folder with a name.json beside each image, or leave it out of --metrics`,
  );
}

/** What a data set lacks for the metric `attributes`, in words; undefined if nothing. */
export function missingOfAttributes({ info, examples }: PreparedDataset): string | undefined {
  const shown = examples.some(
    ({ split, attributes = {} }) => split === 'train' && Object.keys(attributes).length > 0,
  );
  if ((info.attributes ?? []).length === 0 || !shown) return 'training images show';
  const stated = examples.some(({ statements = [] }) =>
    statements.some((statement) => Object.keys(statement).length > 0),
  );
  return stated ? undefined : 'captions state';
}
