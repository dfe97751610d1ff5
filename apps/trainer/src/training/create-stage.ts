import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { TrainOptions } from '../options/train-options.js';
import { countParameters } from '../networks/network-weights.js';
import type { LossNetworks, Stage, StageBase } from './stage.js';
import type { StageData } from './stage-data.js';
import { createStage1 } from './stage1.js';
import { createStage2 } from './stage2.js';

/**
 * The networks of `options`, freshly initialised. `base` is the Stage-I generator that Stage-II
 * builds on; `lossNetworks` are the networks that losses besides the adversarial one use.
 */
export function createStage(
  options: TrainOptions,
  data: StageData,
  base?: StageBase,
  lossNetworks?: LossNetworks,
): Stage {
  if (options.stage === 1) return createStage1(options, data, lossNetworks);
  if (base === undefined) throw new Error('Stage-II without its Stage-I generator');
  return createStage2(options, data, base, lossNetworks);
}

/** `generator 832,000 and discriminator 155,000 parameters`. */
export function networkSizes({ networks }: Stage): string {
  const count = (model: LayersModel) => countParameters(model).toLocaleString('en');
  return `generator ${count(networks.generator)} and discriminator ${count(networks.discriminator)} parameters`;
}
