import * as tf from '@tensorflow/tfjs-core';

const [CODE, READER] = ['text_code', 'ca'];

/**
 * A generator's weights by name, without its text code: a dense layer that a dense layer reads is one dense layer, the
 * Conditioning Augmentation's. Other weights are left as they are; dispose of what is not among those given.
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
