import type { PreparedDataset } from '@stackgan/data';
import type { FeatureExtractor } from '@stackgan/metrics';
import type { TrainOptions } from '../options/train-options.js';
import type { Console } from '../shared/progress-line.js';
import type { Stage } from './stage.js';
import { evaluateCascade } from '../evaluation/evaluate-snapshot.js';
import { numberText } from '../records/evaluation-table.js';
import { type MetricName, splitMetrics } from '../options/metric-names.js';
import { appendEvaluation } from '../run-directory/metrics-log.js';
import { openExtractor } from '../evaluation/open-extractor.js';
import { sampleDataset } from '../evaluation/sample-dataset.js';
import { requireEnough } from '../evaluation/require-enough.js';

/** Most real images to compare with: features of more would take long, and tell little more. */
const MOST_REAL = 10_000;

/** Measures a run while it trains. */
export interface TrainingEvaluation {
  /** Measures the moving average, and appends to metrics.jsonl of the run. */
  add(run: string, step: number): Promise<void>;
  dispose(): void;
}

/**
 * The metrics of a run, and the extractor that they need; undefined for a run without metrics.
 * Throws UsageError for metrics that the data or the number of samples do not allow.
 */
export async function openMetrics(
  { metrics, metricSamples: samples }: TrainOptions,
  dataset: PreparedDataset,
): Promise<{ names: MetricName[]; extractor: FeatureExtractor } | undefined> {
  const names = splitMetrics(metrics) as MetricName[];
  if (names.length === 0) return undefined;
  const extractor = await openExtractor({ features: 768 });
  try {
    requireEnough({ samples, dataset, extractor, names, hasCaptions: true });
  } catch (error) {
    extractor.dispose();
    throw error;
  }
  return { names, extractor };
}

/** Undefined for a run without metrics. */
export async function openTrainingEvaluation({
  options,
  dataset,
  stage,
  console,
  signal,
}: {
  options: TrainOptions;
  dataset: PreparedDataset;
  stage: Stage;
  console: Console;
  signal: AbortSignal;
}): Promise<TrainingEvaluation | undefined> {
  const metrics = await openMetrics(options, dataset);
  if (metrics === undefined) return undefined;
  const { names, extractor } = metrics;
  const { seed, metricSamples: samples } = options;
  const real = sampleDataset(dataset, MOST_REAL);
  const evaluator = { dataset: real, extractor, console, signal };
  return {
    async add(run, step) {
      const given = { names, samples, seed };
      const evaluation = await evaluateCascade(`step ${step}`, stage, given, evaluator).catch(
        (error: unknown) => {
          // Ctrl-C ends the evaluation at once; the training has its own way to end.
          if (!signal.aborted) throw error;
        },
      );
      if (!evaluation) return;
      await appendEvaluation(run, { step, ...evaluation });
      const numbers = evaluation.measurements.map((one) => `${one.name} ${numberText(one)}`);
      console.line(`step ${step}  ${numbers.join('  ')}`);
    },
    dispose: () => extractor.dispose(),
  };
}
