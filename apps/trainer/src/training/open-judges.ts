import type { PreparedDataset } from '@stackgan/data';
import type { Progress } from '../shared/work-progress.js';
import type { TrainOptions } from '../options/train-options.js';
import { openAttributes } from './open-attributes.js';
import { openMatching } from './open-matching.js';
import type { Judges } from './stage.js';

/** What judges the images of a run besides D: learned before the stage, kept in the run, the same after a stop. */
export async function openJudges(
  run: string,
  options: TrainOptions,
  dataset: PreparedDataset,
  progress: Progress,
): Promise<Judges> {
  const matching = await openMatching(run, options, dataset, progress);
  const attributes = await openAttributes(run, options, dataset, progress);
  return { ...(matching && { matching }), ...(attributes && { attributes }) };
}
