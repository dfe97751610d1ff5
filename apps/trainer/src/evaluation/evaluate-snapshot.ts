import { basename, dirname, resolve } from 'node:path';
import type { Cascade } from '@stackgan/stage2';
import type { Evaluation } from '../records/evaluation.js';
import { openCascade } from '../sampling/open-cascade.js';
import { captionTable } from './caption-table.js';
import { drawnImages } from './drawn-images.js';
import { evaluateImages, type Gauge } from './evaluate-images.js';
import type { MetricName } from '../options/metric-names.js';

/** Captions, and images of each, that show how diverse the images of one caption are. */
const REPEATED = { captions: 50, perCaption: 2 };

/** How images of a generator are measured. */
export interface EvaluationOptions {
  readonly names: readonly MetricName[];
  readonly samples: number;
  /** Draws the captions and the noise, and whatever a metric draws. */
  readonly seed: number;
  /** Real images to compare with at most, drawn at random, by metrics that need not know which they are; all by default. */
  readonly mostReal?: number;
}

/** Measures images that `cascade` draws of the captions of held-out images. */
export function evaluateCascade(
  name: string,
  cascade: Cascade,
  { names, samples, seed, mostReal }: EvaluationOptions,
  gauge: Gauge,
): Promise<Evaluation> {
  const { dataset } = gauge;
  const table = captionTable(dataset, dataset.info.counts.test > 0 ? 'test' : 'train');
  const common = { cascade, dataset, table, name };
  const { perCaption } = REPEATED;
  const count = REPEATED.captions * perCaption;
  // Other draws than those of the samples.
  const repeated = {
    set: drawnImages({ ...common, count, perCaption, seed: seed + 1 }),
    perCaption,
  };
  const set = drawnImages({ ...common, count: samples, seed });
  return evaluateImages({ set, table, repeated, seed, names, mostReal }, gauge);
}

/** Measures the newest snapshot of `run`, or the snapshot `run` itself; says which run and step it is of. */
export async function evaluateSnapshot(
  run: string,
  options: EvaluationOptions,
  gauge: Gauge,
): Promise<{ run: string; step: number; evaluation: Evaluation }> {
  const { path, cascade, dispose } = await openCascade(run, gauge.dataset.info.encoder);
  try {
    const evaluation = await evaluateCascade(path, cascade, options, gauge);
    return { ...placeOf(path), evaluation };
  } finally {
    dispose();
  }
}

/** The run of a snapshot; one that was moved away from its run, or imported, stands for itself. */
function placeOf(snapshot: string): { run: string; step: number } {
  const step = /^snapshot-(\d+)$/.exec(basename(resolve(snapshot)))?.[1];
  return step === undefined
    ? { run: snapshot, step: 0 }
    : { run: dirname(resolve(snapshot)), step: Number(step) };
}
