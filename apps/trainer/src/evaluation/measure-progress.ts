import { setImmediate } from 'node:timers/promises';
import type { PreparedDataset } from '@stackgan/data';
import type { MeasureListener, MeasureStage } from '@stackgan/metrics';
import { releaseGraphs } from '../backends/lazy-backend.js';
import type { ImageSet } from '../images/image-set.js';
import { type Progress, workProgress } from '../shared/work-progress.js';
import { attributeProgress } from './attributes/attributes-input.js';

type Told = (done: number, total: number) => void;

/**
 * Says how far `measure` is with the images of `set`, and ends it on Ctrl-C. Before each metric the graphs of the network
 * before it are released: each leaves its memory to the next.
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
  const say = attributeProgress(dataset, progress);
  const work: Partial<Record<MeasureStage, () => Told>> = {
    generated: () => workProgress(set.name, 'images', progress),
    repeated: () => workProgress('drawing images of one caption', 'images', progress),
    diversity: () => workProgress('comparing images of one caption', 'pairs', progress),
    kid: () => workProgress('computing kid', 'subsets', progress),
    attributes: () => (done, total) => say('reading real images', done, total),
  };
  let current: MeasureStage | undefined;
  let told: Told | undefined;
  const start = (stage: MeasureStage): void => {
    [current, told] = [stage, work[stage]?.()];
  };
  return async (stage, done, total) => {
    // KID is computed at once, and waits for nobody.
    if (done > 0 && stage !== 'kid') await setImmediate();
    if (stage !== current) start(stage);
    if (done > 0) {
      told?.(done, totals[stage] ?? total!);
      // The time of the pairs counts from the last image on.
      if (stage === 'repeated' && done === repeatedCount) start('diversity');
    } else if (stage !== 'generated' && stage !== 'repeated') {
      releaseGraphs();
      progress.console.progress(`computing ${stage}`, { isTick: true });
    }
  };
}
