import { resizeImages } from '@stackgan/metrics';
import type { Cascade } from '@stackgan/stage2';
import type * as tf from '@tensorflow/tfjs-core';
import type { Measurement } from '../records/evaluation.js';
import { releaseGraphs } from '../backends/lazy-backend.js';
import type { Evaluator } from '../evaluation/evaluate-images.js';
import { evaluateCascade, evaluateSnapshot } from '../evaluation/evaluate-snapshot.js';
import type { MetricName } from '../options/metric-names.js';
import { appendEvaluation } from '../run-directory/metrics-log.js';
import { writeReport } from '../report/write-report.js';
import { withCascade } from './with-cascade.js';

/** All rows draw the same captions. */
const SEED = 0;
const RESIZED = 256;

/** How rows are measured. */
export interface Measuring {
  readonly names: readonly MetricName[];
  readonly samples: number;
  readonly evaluator: Evaluator;
}

/** Measures a snapshot, or the last one of a run. The run also keeps the result in its report. */
export async function measureRun(
  path: string,
  { names, samples, evaluator }: Measuring,
): Promise<readonly Measurement[]> {
  try {
    const { run, step, evaluation } = await evaluateSnapshot(
      path,
      { names, samples, seed: SEED },
      evaluator,
    );
    if (run !== undefined) {
      await appendEvaluation(run, { step, ...evaluation });
      await writeReport(run);
    }
    return evaluation.measurements;
  } finally {
    releaseGraphs();
  }
}

/**
 * Inception Score of Stage-I images resized to 256×256 (bilinear), with the same captions and
 * noise. More pixels without more information must not raise the score (section 4.3 of the paper).
 */
export async function measureResized(
  run: string,
  { samples, evaluator }: Measuring,
): Promise<readonly Measurement[]> {
  try {
    const options = { names: ['is'], samples, seed: SEED } as const;
    const { measurements } = await withCascade(
      run,
      evaluator.dataset.info.encoder,
      (cascade, snapshot) =>
        evaluateCascade(`${snapshot}, resized`, resized(cascade), options, evaluator),
    );
    return measurements;
  } finally {
    releaseGraphs();
  }
}

function resized(cascade: Cascade): Cascade {
  return {
    ...cascade,
    imageSize: RESIZED,
    draw(embeddings, noise) {
      const drawn = cascade.draw(embeddings, noise);
      return [...drawn, resizeImages(drawn.at(-1) as tf.Tensor4D, [RESIZED, RESIZED])];
    },
  };
}
