/** `base`, halved every `halveEverySteps` steps and every `halveEveryEpochs` epochs (0 = never). */
export function scheduledLearningRate({
  base,
  step,
  epoch,
  schedule,
}: {
  base: number;
  step: number;
  epoch: number;
  schedule: { halveEverySteps: number; halveEveryEpochs: number };
}): number {
  const halvings = (position: number, every: number) =>
    every === 0 ? 0 : Math.floor(position / every);
  return (
    base *
    0.5 ** (halvings(step, schedule.halveEverySteps) + halvings(epoch, schedule.halveEveryEpochs))
  );
}
