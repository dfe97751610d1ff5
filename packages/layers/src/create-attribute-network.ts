import { input, type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { FullyConnected } from './fully-connected.js';
import { imageTrunk, JUDGED_SIZE } from './image-trunk.js';
import { layerSeed } from './layer-seed.js';
import { requirePositiveIntegers } from './require-positive-integers.js';

export interface AttributeNetworkOptions {
  /** Values V of all attributes together. */
  values: number;
  /** Channels of the first convolution; each of the two that follow has twice as many. */
  width?: number;
  /** Seed of the initial weights. */
  seed?: number;
}

/**
 * Images [N, 32, 32, 3] to logits [N, V] of what they show, the values of one attribute after those of another. Learns by
 * `attributeStep` of real images, and then judges a generator's (an auxiliary classifier, Odena et al. 2017, that never sees a drawn image).
 */
export function createAttributeNetwork(options: AttributeNetworkOptions): LayersModel {
  const { values, width = 32, seed = 0 } = options;
  requirePositiveIntegers({ values, width });
  const image = input({ shape: [JUDGED_SIZE, JUDGED_SIZE, 3], name: 'image' });
  const features = imageTrunk(image, { width, scope: 'attributes', seed });
  const name = 'shown';
  const logits = new FullyConnected({
    ...{ name, units: values, seed: layerSeed(seed, `attributes/${name}`) },
  }).apply(features) as SymbolicTensor;
  return model({ name: 'attributes', inputs: image, outputs: logits });
}
