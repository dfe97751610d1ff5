import { setImmediate } from 'node:timers/promises';
import type { PreparedDataset } from '@stackgan/data';
import type { MeasureListener, MeasureStage } from '@stackgan/metrics';
import { releaseGraphs } from '../backends/lazy-backend.js';
import type { ImageSet } from '../images/image-set.js';
import { type Progress, progressReporter } from '../shared/progress-reporter.js';
import { attributeProgress } from './attributes/attributes-input.js';

type Told = (done: number, total: number) => void;

/**
 * Prints the progress of `measure` on the images of `set`, and ends it on Ctrl-C. Releases the
 * graphs of earlier networks before each metric, which needs the memory.
 */
export function measureProgress(
  set: ImageSet,
  repeatedCount: number,
  dataset: PreparedDataset,
  progress: Progress,
): MeasureListener {
  const totals: Partial<Record<MeasureStage, number>> = {
    generated: set.count,
    repeated: repeatedCount,
  };
  const tellAttributes = attributeProgress(dataset, progress);
  const work: Partial<Record<MeasureStage, () => Told>> = {
    generated: () => progressReporter(set.name, 'images', progress),
    repeated: () => progressReporter('drawing images of one caption', 'images', progress),
    diversity: () => progressReporter('comparing images of one caption', 'pairs', progress),
    kid: () => progressReporter('computing kid', 'subsets', progress),
    attributes: () => (done, total) => tellAttributes('reading real images', done, total),
  };
  let current: MeasureStage | undefined;
  let told: Told | undefined;
  const start = (stage: MeasureStage): void => {
    [current, told] = [stage, work[stage]?.()];
  };
  return async (stage, done, total) => {
    // KID is computed synchronously, so that its progress must be printed synchronously, too.
    if (done > 0 && stage !== 'kid') await setImmediate();
    if (stage !== current) start(stage);
    if (done > 0) {
      told?.(done, totals[stage] ?? total!);
      // Pairs are timed from the last image on.
      if (stage === 'repeated' && done === repeatedCount) start('diversity');
    } else if (stage !== 'generated' && stage !== 'repeated') {
      releaseGraphs();
      progress.console.progress(`computing ${stage}`, { isTick: true });
    }
  };
}
