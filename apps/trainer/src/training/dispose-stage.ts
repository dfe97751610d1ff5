import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { releaseGraphs } from '../backends/lazy-backend.js';
import { weightsOf } from '../networks/network-weights.js';
import type { Stage } from './stage.js';

/** Frees the networks and optimisers of a stage and what the backend keeps for them. */
export function disposeStage({
  networks,
  base,
  lossNetworks,
  optimizers,
}: Pick<Stage, 'networks' | 'base' | 'lossNetworks' | 'optimizers'>): void {
  const { matching, attributes } = lossNetworks;
  const others = [base, matching?.network, attributes?.network].filter(
    (model) => model !== undefined,
  );
  const models = [...(Object.values(networks) as LayersModel[]), ...others];
  tf.dispose([...models.flatMap(weightsOf), matching?.others]);
  optimizers.generator.dispose();
  optimizers.discriminator.dispose();
  releaseGraphs();
}
