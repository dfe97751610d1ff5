import {
  input,
  layers,
  model,
  type LayersModel,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { downBlock } from './down-block.js';
import { FullyConnected } from './fully-connected.js';
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

/**
 * Side of the images that the network reads; larger ones are averaged to it, so that a generator cannot please it by specks. 64
 * costs four times as much, and tells captions apart no better.
 */
export const MATCHING_SIZE = 32;

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
  const seedOf = (name: string) => layerSeed(seed, `matching/${name}`);
  const named = (name: string) => ({ name, seed: seedOf(name) });
  const code = (x: SymbolicTensor, name: string) =>
    new FullyConnected({
      ...{ name, units: codeDim, seed: seedOf(name) },
    }).apply(x) as SymbolicTensor;

  const image = input({ shape: [MATCHING_SIZE, MATCHING_SIZE, 3], name: 'image' });
  let x = downBlock(image, width, { ...named('down1'), batchNormalization: false }); // [N, 16, 16, w]
  x = downBlock(x, 2 * width, named('down2')); // [N, 8, 8, 2 w]
  x = downBlock(x, 4 * width, named('down3')); // [N, 4, 4, 4 w]
  x = layers.flatten({ name: 'flat' }).apply(x) as SymbolicTensor;
  const imageEncoder = model({
    name: 'image_encoder',
    inputs: image,
    outputs: code(x, 'image_code'),
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
