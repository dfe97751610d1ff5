import * as tf from '@tensorflow/tfjs-core';
import {
  input,
  layers,
  type LayersModel,
  model,
  type SymbolicTensor,
} from '@tensorflow/tfjs-layers';
import { connect } from './block-parts.js';
import { findLayers } from './find-layers.js';
import { FullyConnected } from './fully-connected.js';
import { type GradientOptimizer, minimize } from './gradient-optimizer.js';
import { layerSeed } from './layer-seed.js';
import { OptionError } from './option-error.js';
import { type Attribute, SampleAttributes } from './sample-attributes.js';
import { statedLoss } from './stated-loss.js';
import { readTextCode } from './text-code.js';

const NAME = 'attribute_prior';
const HIDDEN_NAME = `${NAME}_hidden`;
/** Units of the hidden layer: which thing a colour belongs to is no linear function of words. */
const HIDDEN = 512;

export interface AttributePriorOptions {
  /** Size T of a caption's embedding. */
  textDim: number;
  /** Size of the text code that is read in its place, see `setTextCode`; default 0: none. */
  textCodeDim?: number;
  /** Number V of values of all attributes together. */
  values: number;
}

/**
 * What images of a caption show, as far as the caption tells: embeddings [N, T] to logits [N, V]
 * of the values of each attribute. For what a caption states, the probability lies on that value;
 * for what it leaves open, on all values, as frequent as in images of such captions. A generator
 * with `attributes` draws from it (`setAttributePrior`).
 */
export function createAttributePrior(options: AttributePriorOptions): LayersModel {
  const embedding = input({ shape: [options.textDim], name: 'embedding' });
  const code = readTextCode(embedding, options.textCodeDim ?? 0);
  return model({ name: NAME, inputs: embedding, outputs: logitsOf(code, options.values, true) });
}

/**
 * One update of an attribute prior: `embeddings` [N, T] of captions, and the values [N, V] that
 * their images show, 0 for all values of an attribute that is not known; `sizes` as in
 * `statedLoss`. Returns the cross entropy, not read yet: dispose of it.
 */
export function attributePriorStep(
  prior: LayersModel,
  optimizer: GradientOptimizer,
  {
    embeddings,
    shown,
    sizes,
  }: { embeddings: tf.Tensor2D; shown: tf.Tensor2D; sizes: readonly number[] },
): tf.Scalar {
  return tf.tidy(() => {
    let loss: tf.Scalar | undefined;
    minimize(prior, optimizer, () => {
      loss = tf.keep(statedLoss(prior.apply(embeddings) as tf.Tensor2D, shown, sizes));
      return loss;
    });
    return loss!;
  });
}

/** Gives generators with `attributes` the weights of a trained `createAttributePrior`. */
export function setAttributePrior(generator: LayersModel, prior: LayersModel): void {
  for (const name of [HIDDEN_NAME, NAME]) {
    const weights = prior.getLayer(name).getWeights();
    for (const layer of findLayers(generator, name)) layer.setWeights(weights);
  }
}

/**
 * The attributes [N, V] that a generator draws for captions of `code`, see `SampleAttributes`.
 * Throws OptionError if z has fewer numbers than there are attributes.
 */
export function drawAttributes(
  code: SymbolicTensor,
  latent: SymbolicTensor,
  attributes: readonly Attribute[],
): SymbolicTensor {
  const size = latent.shape[1]!;
  const count = attributes.length;
  if (size < count) {
    throw new OptionError('latentDim', size, `give at least ${count}, one number per attribute`);
  }
  const values = attributes.reduce((sum, { values: { length } }) => sum + length, 0);
  const sample = new SampleAttributes({ name: 'attributes', attributes });
  return sample.apply([logitsOf(code, values, false), latent]) as SymbolicTensor;
}

/** The attributes that a generator draws; undefined if it draws none. */
export const attributesOf = (generator: LayersModel): readonly Attribute[] | undefined =>
  (findLayers(generator, 'attributes')[0] as SampleAttributes | undefined)?.attributes;

/** A network of two dense layers. */
function logitsOf(code: SymbolicTensor, units: number, trainable: boolean): SymbolicTensor {
  const dense = (name: string, size: number) =>
    new FullyConnected({ name, units: size, trainable, seed: layerSeed(0, name) });
  const hidden = connect(dense(HIDDEN_NAME, HIDDEN), code);
  const active = connect(layers.activation({ activation: 'relu', name: `${NAME}_relu` }), hidden);
  return connect(dense(NAME, units), active);
}
