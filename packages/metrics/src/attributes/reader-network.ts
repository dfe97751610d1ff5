import { leakyRelu } from '@stackgan/layers';
import type { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import { type ReaderLayer, READER_SIZE } from './attribute-reader.js';

const KERNEL = 4;
const SLOPE = 0.2;

/**
 * Shapes of the weights: four convolutions that halve the image and double the channels, and a
 * dense layer.
 */
export function readerShapes(width: number, outputs: number): number[][] {
  const channels = [3, width, 2 * width, 4 * width, 8 * width];
  const convolutions = channels
    .slice(1)
    .map((count, layer) => [KERNEL, KERNEL, channels[layer]!, count]);
  const side = READER_SIZE / 2 ** convolutions.length;
  return [...convolutions, [side * side * channels.at(-1)!, outputs]];
}

/**
 * Weights drawn so that numbers keep their scale from layer to layer (He et al. 2015); biases of 0.
 */
export function drawLayers(shapes: readonly number[][], random: SeededRandom): ReaderLayer[] {
  return shapes.map((shape) => {
    const inputs = shape.slice(0, -1).reduce((product, size) => product * size, 1);
    const scale = Math.sqrt(2 / (1 + SLOPE ** 2) / inputs);
    const numbers = random.fillNormal(new Float32Array(inputs * shape.at(-1)!));
    return {
      shape,
      weights: numbers.map((value) => value * scale),
      bias: new Float32Array(shape.at(-1)!),
    };
  });
}

/** Weights and biases as variables: weights, bias, weights, … */
export function layerVariables(layers: readonly ReaderLayer[]): tf.Variable[] {
  return tf.tidy(() =>
    layers.flatMap(({ shape, weights, bias }) => [
      tf.variable(tf.tensor(weights, [...shape], 'float32')),
      tf.variable(tf.tensor1d(bias)),
    ]),
  );
}

/** Logits [N, outputs], of all attributes side by side, of images [N, 64, 64, 3] in [-1, 1]. */
export function applyReader(images: tf.Tensor4D, variables: readonly tf.Variable[]): tf.Tensor2D {
  const last = variables.length - 2;
  let x = images;
  for (let at = 0; at < last; at += 2) {
    const sum = tf.add(tf.conv2d(x, variables[at] as tf.Tensor4D, 2, 'same'), variables[at + 1]!);
    x = leakyRelu(sum as tf.Tensor4D, SLOPE);
  }
  const flat = tf.reshape(x, [x.shape[0], -1]) as tf.Tensor2D;
  return tf.add(tf.matMul(flat, variables[last] as tf.Tensor2D), variables[last + 1]!);
}
