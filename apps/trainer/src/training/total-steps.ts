import type { TrainOptions } from '../options/train-options.js';

/** Steps until `steps` or `epochs` is reached, whichever comes first; 0 means no limit. */
export function totalSteps({ steps, epochs, batch }: TrainOptions, trainExamples: number): number {
  const byEpochs = Math.ceil((epochs * trainExamples) / batch.size);
  return Math.min(...[steps, byEpochs].filter((limit) => limit > 0));
}
