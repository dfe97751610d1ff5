import { input, model, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { AUXILIARY_IMAGE_SIZE, auxiliaryFeatures } from './auxiliary-features.js';
import { connect } from './block-parts.js';
import { FullyConnected } from './fully-connected.js';
import { namedLayers } from './named-layers.js';
import { requirePositiveIntegers } from './require-positive-integers.js';
import { CAPTION_CODE, readTextCode } from './text-code.js';

export interface MatchingNetworkOptions {
  /** Channels of the first convolution; each of the next two has twice as many. Default 32. */
  width?: number;
  /** Size T of a caption's embedding. */
  textDim: number;
  /** Size D of a code; default `MATCHING_CODE_DIM`. */
  codeDim?: number;
  /** Seed of the initial weights; default 0. */
  seed?: number;
}

/** Default size of a code. */
export const MATCHING_CODE_DIM = 256;

/**
 * Encodes images and captions into one space: `[image [N, 32, 32, 3], embedding [N, T]]` to codes
 * `[image [N, D], caption [N, D]]`, by models named 'image_encoder' and 'text_encoder'. It learns
 * from real pairs by `matchingStep`; afterwards its loss trains a generator. It reads whitened
 * embeddings: call `setTextCode(network, whitening(embeddings))` first.
 * Throws OptionError for a size that is not a positive integer.
 */
export function createMatchingNetwork(options: MatchingNetworkOptions): LayersModel {
  const { width = 32, textDim, codeDim = MATCHING_CODE_DIM, seed = 0 } = options;
  requirePositiveIntegers({ width, textDim, codeDim });
  const network = 'matching';
  const named = namedLayers(network, { seed });
  const code = (x: SymbolicTensor, name: string) =>
    connect(new FullyConnected({ ...named(name), units: codeDim }), x);

  const image = input({ shape: [AUXILIARY_IMAGE_SIZE, AUXILIARY_IMAGE_SIZE, 3], name: 'image' });
  const features = auxiliaryFeatures(image, { network, width, seed });
  const imageEncoder = model({
    name: 'image_encoder',
    inputs: image,
    outputs: code(features, 'image_code'),
  });

  const text = input({ shape: [textDim], name: 'embedding' });
  const textEncoder = model({
    name: 'text_encoder',
    inputs: text,
    outputs: code(readTextCode(text, textDim), CAPTION_CODE),
  });
  return model({
    name: network,
    inputs: [image, text],
    outputs: [connect(imageEncoder, image), connect(textEncoder, text)],
  });
}
