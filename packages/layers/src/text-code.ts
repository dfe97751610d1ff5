import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { findLayers } from './find-layers.js';
import { FullyConnected } from './fully-connected.js';
import { layerSeed } from './layer-seed.js';

const NAME = 'text_code';
/** The layer of a matching network that learns the codes of captions. */
export const CAPTION_CODE = 'caption_code';

/** A linear map from embeddings [N, T] to codes [N, D]. */
export interface TextCode {
  /** [T, D]. */
  kernel: tf.Tensor2D;
  /** [D]. */
  bias: tf.Tensor1D;
}

/**
 * The code [N, D] of a caption's embedding [N, T], by a dense layer that does not train:
 * `setTextCode` sets its weights. The embedding itself for a `codeDim` of 0.
 */
export const readTextCode = (embedding: SymbolicTensor, codeDim: number): SymbolicTensor =>
  codeDim === 0
    ? embedding
    : (new FullyConnected({
        ...{ name: NAME, units: codeDim, trainable: false, seed: layerSeed(0, NAME) },
      }).apply(embedding) as SymbolicTensor);

/**
 * The text code [N, D + T] of a trained `createMatchingNetwork`: the D numbers of its caption code,
 * scaled to variance 1, then the T numbers of the whitened embedding. The caption code holds what
 * images show of a caption, so that a generator learns from it fast, as from the paper's
 * char-CNN-RNN, which was trained with images too (Reed et al. 2016). The whitened embedding holds
 * everything else.
 */
export function textCodeOf(matching: LayersModel): TextCode {
  const encoder = matching.getLayer('text_encoder') as unknown as LayersModel;
  return tf.tidy(() => {
    const weights = (layer: string) =>
      encoder.getLayer(layer).weights.map((weight) => weight.read()) as [tf.Tensor2D, tf.Tensor1D];
    const [kernel, bias] = weights(NAME);
    const [learned] = weights(CAPTION_CODE);
    // Whitened embeddings have mean 0 and covariance I, so a variance is a sum of squared weights.
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

/**
 * Sets the weights of every layer of `model` that computes a text code (`textCodeDim` of the
 * builders); returns the number of these layers.
 */
export function setTextCode(model: LayersModel, { kernel, bias }: TextCode): number {
  const found = findLayers(model, NAME);
  for (const layer of found) layer.setWeights([kernel, bias]);
  return found.length;
}
