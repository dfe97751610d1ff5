import * as tf from '@tensorflow/tfjs-core';
import { releaseGraphs } from '../backends/lazy-backend.js';
import { weightsOf } from './network-weights.js';
import type { Stage } from './stage.js';

/** Frees the networks and optimisers of a stage and what the backend keeps for them. */
export function disposeStage({ networks, base, optimizers }: Stage): void {
  const models = [...Object.values(networks), ...(base === undefined ? [] : [base])];
  tf.dispose(models.flatMap(weightsOf));
  optimizers.generator.dispose();
  optimizers.discriminator.dispose();
  releaseGraphs();
}
