import type { PreparedDataset } from '@stackgan/data';
import type { TrainOptions } from '../options/train-options.js';
import { attributesOf, createAttributes } from './open-attributes.js';
import { createMatching, withOthers } from './open-matching.js';
import type { LossNetworks } from './stage.js';

/** The loss networks that a step of `options` uses, untrained: enough to time it. */
export function untrainedLossNetworks(
  options: TrainOptions,
  dataset: PreparedDataset,
): LossNetworks {
  const values = attributesOf(options, dataset);
  return {
    ...(options.loss.matchingWeight > 0 && {
      matching: withOthers(createMatching(options, dataset), options, dataset),
    }),
    ...(values && { attributes: { network: createAttributes(options, values), values } }),
  };
}
