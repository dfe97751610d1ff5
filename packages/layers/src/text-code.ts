import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, layers, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { FullyConnected } from './fully-connected.js';
import { layerSeed } from './layer-seed.js';

const NAME = 'text_code';
/** The layer of a matching network that learns what captions say. */
export const CAPTION_CODE = 'caption_code';

/** A linear map from embeddings [N, T] to codes [N, D]. */
export interface TextCode {
  /** [T, D]. */
  kernel: tf.Tensor2D;
  /** [D]. */
  bias: tf.Tensor1D;
}

/**
 * What a network reads in place of a caption's embedding [N, T]: its code [N, D] by a dense layer that does not train and gets
 * its weights by `setTextCode`; the embedding itself for a `codeDim` of 0.
 */
export const readTextCode = (embedding: SymbolicTensor, codeDim: number): SymbolicTensor =>
  codeDim === 0
    ? embedding
    : (new FullyConnected({
        ...{ name: NAME, units: codeDim, trainable: false, seed: layerSeed(0, NAME) },
      }).apply(embedding) as SymbolicTensor);

/**
 * The code [N, D + T] that a `createMatchingNetwork` gives captions, as networks like to read it: what it has learned can be seen of
 * a caption, D numbers of variance 1, and all of the caption whitened, T numbers. By the first a generator learns fast, as from the
 * char-CNN-RNN of the paper, which had learned from images (Reed et al. 2016); the first alone would be all that it ever learns.
 */
export function textCodeOf(matching: LayersModel): TextCode {
  const encoder = matching.getLayer('text_encoder') as unknown as LayersModel;
  return tf.tidy(() => {
    const weights = (layer: string) =>
      encoder.getLayer(layer).weights.map((weight) => weight.read()) as [tf.Tensor2D, tf.Tensor1D];
    const [kernel, bias] = weights(NAME);
    const [learned] = weights(CAPTION_CODE);
    // What is whitened has covariance I: the variance of a sum is that of its weights. Means are 0.
    const squares = tf.sum(tf.square(learned), 0, true);
    const seen = tf.mul<tf.Tensor2D>(learned, tf.rsqrt(tf.add(squares, 1e-8)));
    const both = tf.concat2d([seen, tf.eye(learned.shape[0])], 1);
    const row = tf.matMul(tf.expandDims<tf.Tensor2D>(bias, 0), both);
    return {
      kernel: tf.matMul<tf.Tensor2D>(kernel, both),
      bias: tf.reshape<tf.Rank.R1>(row, [-1]),
    };
  });
}

/** Gives every layer of `model` that `readTextCode` made these weights; returns how many there are. */
export function setTextCode(model: LayersModel, { kernel, bias }: TextCode): number {
  const found = findAll(model);
  for (const layer of found) layer.setWeights([kernel, bias]);
  return found.length;
}

function findAll(model: LayersModel): layers.Layer[] {
  return model.layers.flatMap((layer) => {
    if (layer.name === NAME) return [layer];
    return 'layers' in layer ? findAll(layer as unknown as LayersModel) : [];
  });
}
