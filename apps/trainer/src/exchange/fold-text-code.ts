import * as tf from '@tensorflow/tfjs-core';

const [CODE, READER] = ['text_code', 'ca'];

/**
 * The weights of a generator by name, with its text code folded into the dense layer of
 * Conditioning Augmentation that reads it: two dense layers in a row are one. Other weights are
 * returned as they are; the caller disposes the tensors that are new.
 */
export function foldTextCode(weights: ReadonlyMap<string, tf.Tensor>): Map<string, tf.Tensor> {
  const folded = new Map(weights);
  const [code, reader] = [denseOf(weights, CODE), denseOf(weights, READER)];
  if (code === undefined || reader === undefined) return folded;
  const bias = tf.tidy(() => {
    const row = tf.expandDims<tf.Tensor2D>(code.bias, 0);
    return tf.add(tf.reshape(tf.matMul(row, reader.kernel), [-1]), reader.bias);
  });
  for (const name of ['kernel', 'bias']) folded.delete(`${CODE}/${name}`);
  return folded
    .set(`${READER}/kernel`, tf.matMul(code.kernel, reader.kernel))
    .set(`${READER}/bias`, bias);
}

function denseOf(weights: ReadonlyMap<string, tf.Tensor>, layer: string) {
  const [kernel, bias] = ['kernel', 'bias'].map((name) => weights.get(`${layer}/${name}`));
  if (kernel === undefined || bias === undefined) return undefined;
  return { kernel: kernel as tf.Tensor2D, bias: bias as tf.Tensor1D };
}
