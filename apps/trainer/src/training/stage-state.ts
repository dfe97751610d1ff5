import { DivergenceError, RunDirectoryError } from '../shared/errors.js';
import {
  saveTrainingState,
  type TrainingPosition,
  type TrainingState,
} from '../run-directory/training-state.js';
import {
  readTensors,
  restoreTensors,
  weightsOf,
  weightTargets,
} from '../networks/network-weights.js';
import type { Stage } from './stage.js';

/**
 * Saves the weights, optimisers and position of `stage`; returns the folder. Throws
 * DivergenceError, and keeps the last state, if a weight is not finite.
 */
export async function saveStage(
  run: string,
  stage: Stage,
  position: Omit<TrainingPosition, 'updates'>,
  lastState: string | undefined,
): Promise<string> {
  const { generator, average, discriminator } = stage.networks;
  const { optimizers } = stage;
  const base = movingBase(stage);
  const parts = [
    await readTensors('generator', weightsOf(generator)),
    await readTensors('generator-average', weightsOf(average)),
    await readTensors('discriminator', weightsOf(discriminator)),
    ...(base ? [await readTensors('base', weightsOf(base))] : []),
    await readTensors('optimizer-generator', optimizers.generator.slots()),
    await readTensors('optimizer-discriminator', optimizers.discriminator.slots()),
  ];
  const tensors = Object.fromEntries(parts.flat());
  for (const [name, { data }] of Object.entries(tensors)) {
    const bad = (data as Float32Array).find((value) => !Number.isFinite(value));
    if (bad !== undefined) throw new DivergenceError(position.step, name, bad, lastState);
  }
  const updates = {
    generator: optimizers.generator.updates,
    discriminator: optimizers.discriminator.updates,
  };
  return saveTrainingState(run, { ...position, updates }, tensors);
}

/**
 * Loads a saved state into freshly built networks and optimisers of the same options. Throws
 * RunDirectoryError for a state that does not fit.
 */
export function restoreStage(stage: Stage, state: TrainingState): void {
  try {
    restore(stage, state);
  } catch (error) {
    throw new RunDirectoryError(
      `${state.path} does not fit the run (${(error as Error).message}); restore options.json ` +
        'if it was changed, or delete the state to go on from the one before',
      state.path,
    );
  }
}

function restore(stage: Stage, { position, tensors }: TrainingState): void {
  const { generator, average, discriminator } = stage.networks;
  const { optimizers } = stage;
  restoreTensors('generator', weightTargets(generator), tensors);
  restoreTensors('generator-average', weightTargets(average), tensors);
  restoreTensors('discriminator', weightTargets(discriminator), tensors);
  const base = movingBase(stage);
  if (base) restoreTensors('base', weightTargets(base), tensors);
  restoreTensors('optimizer-generator', optimizers.generator.slots(), tensors);
  restoreTensors('optimizer-discriminator', optimizers.discriminator.slots(), tensors);
  optimizers.generator.updates = position.updates.generator;
  optimizers.discriminator.updates = position.updates.discriminator;
}

const movingBase = ({ base, isBaseMoving }: Stage) => (isBaseMoving ? base : undefined);
