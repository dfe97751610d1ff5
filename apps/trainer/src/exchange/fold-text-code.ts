import * as tf from '@tensorflow/tfjs-core';

const [CODE, READER] = ['text_code', 'ca'];

/**
 * A generator's weights by name, without its text code: a dense layer that a dense layer reads is one dense layer, the
 * Conditioning Augmentation's. Other weights are left as they are; dispose of what is not among those given.
 */
export function foldTextCode(weights: ReadonlyMap<string, tf.Tensor>): Map<string, tf.Tensor> {
  const folded = new Map(weights);
  const ofCode = takeDense(folded, CODE);
  const ofReader = takeDense(new Map(weights), READER);
  if (ofCode === undefined || ofReader === undefined) return new Map(weights);
  const [kernel, bias] = tf.tidy(() => [
    tf.matMul(ofCode.kernel, ofReader.kernel),
    tf.add(
      tf.reshape(tf.matMul(tf.expandDims(ofCode.bias, 0), ofReader.kernel), [-1]),
      ofReader.bias,
    ),
  ]) as [tf.Tensor, tf.Tensor];
  return folded.set(`${READER}/kernel`, kernel).set(`${READER}/bias`, bias);
}

/** Takes the weights of a dense layer out of the map. */
function takeDense(weights: Map<string, tf.Tensor>, layer: string) {
  const [kernel, bias] = ['kernel', 'bias'].map((name) => weights.get(`${layer}/${name}`));
  if (kernel === undefined || bias === undefined) return undefined;
  for (const name of ['kernel', 'bias']) weights.delete(`${layer}/${name}`);
  return { kernel: kernel as tf.Tensor2D, bias: bias as tf.Tensor1D };
}
