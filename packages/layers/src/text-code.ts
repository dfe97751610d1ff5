import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel, layers, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { FullyConnected } from './fully-connected.js';
import { layerSeed } from './layer-seed.js';

const NAME = 'text_code';

/** Weights of a linear map from embeddings [N, T] to codes [N, D]. */
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
 * The code that the text encoder of a `createMatchingNetwork` makes, each number scaled to mean 0 and deviation 1 over
 * `embeddings` [N, T], as networks like to read it. The encoder has learned from pictures, as the char-CNN-RNN of the paper
 * (Reed et al. 2016) had: what a caption says of what can be seen is more of the code than of a sentence encoder's embedding.
 */
export function textCodeOf(matching: LayersModel, embeddings: tf.Tensor2D): TextCode {
  return tf.tidy(() => {
    const encoder = matching.getLayer('text_encoder') as unknown as LayersModel;
    const [kernel, bias] = encoder.weights.map((weight) => weight.read()) as [
      tf.Tensor2D,
      tf.Tensor1D,
    ];
    const codes = tf.add(tf.matMul(embeddings, kernel), bias);
    const { mean, variance } = tf.moments(codes, 0);
    const scale = tf.rsqrt(tf.maximum(variance, 1e-8));
    return {
      kernel: tf.mul<tf.Tensor2D>(kernel, scale),
      bias: tf.mul<tf.Tensor1D>(tf.sub(bias, mean), scale),
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
