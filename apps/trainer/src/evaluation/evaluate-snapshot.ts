import type { Cascade } from '@stackgan/stage2';
import { runOf } from '../run-directory/run-of.js';
import type { Evaluation } from '../records/evaluation.js';
import { openCascade } from '../sampling/open-cascade.js';
import { captionTable } from './caption-table.js';
import { generatedImages } from './generated-images.js';
import { evaluateImages, type Evaluator } from './evaluate-images.js';
import type { MetricName } from '../options/metric-names.js';

/** For diversity: the number of captions, and of images of each. */
const REPEATED = { captions: 50, perCaption: 2 };

/** How images of a generator are measured. */
export interface EvaluationOptions {
  readonly names: readonly MetricName[];
  readonly samples: number;
  /** Seed of the captions, the noise, and the random choices of metrics. */
  readonly seed: number;
}

/** Measures images that `cascade` generates from the captions of held-out images. */
export function evaluateCascade(
  name: string,
  cascade: Cascade,
  { names, samples, seed }: EvaluationOptions,
  evaluator: Evaluator,
): Promise<Evaluation> {
  const { dataset } = evaluator;
  const table = captionTable(dataset, dataset.info.counts.test > 0 ? 'test' : 'train');
  const common = { cascade, dataset, table, name };
  const { perCaption } = REPEATED;
  const count = REPEATED.captions * perCaption;
  // Noise and captions differ from those of the samples.
  const repeated = {
    set: generatedImages({ ...common, count, perCaption, seed: seed + 1 }),
    perCaption,
  };
  const set = generatedImages({ ...common, count: samples, seed });
  return evaluateImages({ set, table, repeated, seed, names }, evaluator);
}

/**
 * Measures the newest snapshot of `run`, or the model `run` itself; returns its run and step, too.
 * The run of an exported model or a package is undefined: measurements are not added to it.
 */
export async function evaluateSnapshot(
  run: string,
  options: EvaluationOptions,
  evaluator: Evaluator,
): Promise<{ run: string | undefined; step: number; evaluation: Evaluation }> {
  const { path, cascade, dispose } = await openCascade(run, evaluator.dataset.info.encoder);
  try {
    const evaluation = await evaluateCascade(path, cascade, options, evaluator);
    return { ...(await runOf(path)), evaluation };
  } finally {
    dispose();
  }
}
