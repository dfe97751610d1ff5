import type { PreparedDataset } from '@stackgan/data';
import type { TrainOptions } from '../options/train-options.js';
import type { Console } from '../shared/progress-line.js';
import type { Stage } from './stage.js';
import { evaluateCascade } from '../evaluation/evaluate-snapshot.js';
import { numberText } from '../records/evaluation-table.js';
import { type MetricName, splitMetrics } from '../options/metric-names.js';
import { appendEvaluation } from '../run-directory/metrics-log.js';
import { openExtractor } from '../evaluation/open-extractor.js';
import { requireEnough } from '../evaluation/require-enough.js';

/** Measures a run while it trains. */
export interface TrainingEvaluation {
  /** Measures the moving average, and appends to metrics.jsonl of the run. */
  add(run: string, step: number): Promise<void>;
  dispose(): void;
}

/**
 * Undefined for a run without metrics. What the data do not allow is an error before training
 * begins.
 */
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
  const names = splitMetrics(options.metrics) as MetricName[];
  if (names.length === 0) return undefined;
  const extractor = await openExtractor({ features: 768 });
  const { seed, metricSamples: samples } = options;
  requireEnough({ samples, dataset, extractor, names, hasCaptions: true });
  return {
    async add(run, step) {
      const evaluator = { dataset, extractor, console, signal };
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
