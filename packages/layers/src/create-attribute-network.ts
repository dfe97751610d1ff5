import { input, type LayersModel, model } from '@tensorflow/tfjs-layers';
import { AUXILIARY_IMAGE_SIZE, auxiliaryFeatures } from './auxiliary-features.js';
import { connect } from './block-parts.js';
import { FullyConnected } from './fully-connected.js';
import { namedLayers } from './named-layers.js';
import { requirePositiveIntegers } from './require-positive-integers.js';

export interface AttributeNetworkOptions {
  /** Number V of values of all attributes together. */
  values: number;
  /** Channels of the first convolution; each of the next two has twice as many. Default 32. */
  width?: number;
  /** Seed of the initial weights; default 0. */
  seed?: number;
}

/**
 * Attribute classifier: images [N, 32, 32, 3] to logits [N, V] of the values that they show, the
 * values of one attribute after those of another. It learns from real images by `attributeStep`;
 * afterwards its loss trains a generator (an auxiliary classifier, Odena et al. 2017, that never
 * learns from generated images). Throws OptionError for a size that is not a positive integer.
 */
export function createAttributeNetwork(options: AttributeNetworkOptions): LayersModel {
  const { values, width = 32, seed = 0 } = options;
  requirePositiveIntegers({ values, width });
  const network = 'attributes';
  const image = input({ shape: [AUXILIARY_IMAGE_SIZE, AUXILIARY_IMAGE_SIZE, 3], name: 'image' });
  const features = auxiliaryFeatures(image, { network, width, seed });
  const shown = new FullyConnected({ ...namedLayers(network, { seed })('shown'), units: values });
  return model({ name: network, inputs: image, outputs: connect(shown, features) });
}
