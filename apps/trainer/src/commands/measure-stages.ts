import { openDataset } from '@stackgan/data';
import type { FeatureExtractor } from '@stackgan/metrics';
import { metricsFor } from '../evaluation/attributes/require-attributes.js';
import { hasMetric } from '../evaluation/measurements.js';
import { sampleDataset } from '../evaluation/sample-dataset.js';
import type { MetricName } from '../options/metric-names.js';
import type { Evaluation } from '../records/evaluation.js';
import { readEvaluationsAt } from '../run-directory/metrics-log.js';
import { findSnapshot } from '../run-directory/run-directory.js';
import { runOf } from '../run-directory/run-of.js';
import type { Context } from '../shared/context.js';
import { measureRun } from './evaluate.js';
import { stageTable } from './stage-table.js';

/** How both stages are measured. */
export interface StageMeasuring {
  /** Those that the data set does not allow are left out. */
  readonly metrics: readonly MetricName[];
  readonly samples: number;
  readonly loadExtractor: () => Promise<FeatureExtractor>;
  /** The most real images to compare with. */
  readonly mostReal: number;
}

/** Both stages side by side; their runs keep all measurements. */
export async function measureStages(
  runs: readonly [stage1: string, stage2: string],
  data: string,
  { metrics, samples, loadExtractor, mostReal }: StageMeasuring,
  context: Context,
): Promise<string | undefined> {
  const extractor = await loadExtractor();
  const whole = await openDataset(data);
  const dataset = sampleDataset(whole, mostReal);
  try {
    const possible = metricsFor(dataset);
    const names = metrics.filter((name) => possible.includes(name));
    const options = { names, samples, seed: 0 };
    const measured: Evaluation[] = [];
    for (const run of runs) {
      const kept = await keptEvaluation(run, names, samples);
      const measure = () => measureRun(run, options, { dataset, extractor, ...context });
      measured.push(kept ?? (await measure()).evaluation);
    }
    return stageTable(measured[0]!, measured[1]!);
  } catch (error) {
    // The images exist, even if they cannot be measured.
    if (!['MetricError', 'UsageError'].includes((error as Error).name)) throw error;
    context.console.line(`not measured: ${(error as Error).message}`);
    return undefined;
  } finally {
    context.console.end();
    extractor.dispose();
    await whole.close();
  }
}

/**
 * What was measured of the last step of `run` before an interruption, if it has all metrics: those
 * of a measurement while training may be fewer.
 */
async function keptEvaluation(
  run: string,
  names: readonly MetricName[],
  samples: number,
): Promise<Evaluation | undefined> {
  const { step } = await runOf(await findSnapshot(run));
  return (await readEvaluationsAt(run, step)).findLast(
    (one) => one.samples === samples && names.every((name) => hasMetric(one.measurements, name)),
  );
}
