import { type TrainingResult, trainRun } from '../training/train-run.js';
import { quietContext } from './tiny.js';

/** Trains a run with one tick per step for `steps` steps, then stops it as Ctrl-C does. */
export function trainSteps(
  run: string,
  steps: number,
  options: { tensorboard?: boolean } = {},
): Promise<TrainingResult> {
  const context = quietContext();
  let ticks = 0;
  const { write } = context.console.output;
  context.console.output.write = (text: string) => {
    if (text.startsWith('step ') && ++ticks === steps) context.stop();
    return write(text);
  };
  return trainRun(run, context, options);
}
