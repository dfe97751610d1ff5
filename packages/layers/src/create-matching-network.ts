import { input, model, type LayersModel, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { FullyConnected } from './fully-connected.js';
import { imageTrunk, JUDGED_SIZE } from './image-trunk.js';
import { layerSeed } from './layer-seed.js';
import { CAPTION_CODE, readTextCode } from './text-code.js';
import { requirePositiveIntegers } from './require-positive-integers.js';

export interface MatchingNetworkOptions {
  /** Channels of the first convolution; each of the two that follow has twice as many. */
  width?: number;
  /** Size T of a caption's embedding. */
  textDim: number;
  /** Size D of a code. */
  codeDim?: number;
  /** Seed of the initial weights. */
  seed?: number;
}

/** Size of a code, by default. */
export const MATCHING_CODE_DIM = 256;

/**
 * Images and captions in one space: `[image [N, 32, 32, 3], embedding [N, T]]` to codes `[image [N, D], caption [N, D]]`, of
 * models named 'image_encoder' and 'text_encoder'. Learns by `matchingLoss` on real pairs, and then judges a generator's. It reads
 * embeddings whitened: first give it `setTextCode(network, whitening(embeddings))`.
 */
export function createMatchingNetwork(options: MatchingNetworkOptions): LayersModel {
  const { width = 32, textDim, codeDim = MATCHING_CODE_DIM, seed = 0 } = options;
  requirePositiveIntegers({ width, textDim, codeDim });
  const scope = 'matching';
  const code = (x: SymbolicTensor, name: string) =>
    new FullyConnected({
      ...{ name, units: codeDim, seed: layerSeed(seed, `${scope}/${name}`) },
    }).apply(x) as SymbolicTensor;

  const image = input({ shape: [JUDGED_SIZE, JUDGED_SIZE, 3], name: 'image' });
  const features = imageTrunk(image, { width, scope, seed });
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
    name: 'matching',
    inputs: [image, text],
    outputs: [imageEncoder.apply(image), textEncoder.apply(text)] as SymbolicTensor[],
  });
}
