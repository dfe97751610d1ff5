import type * as tf from '@tensorflow/tfjs-core';
import type { Shape } from '@tensorflow/tfjs-layers';

/** The only tensor of a layer's input, which tfjs passes as it is or in a list. */
export function singleTensor<T extends tf.Tensor>(inputs: tf.Tensor | tf.Tensor[]): T {
  return (Array.isArray(inputs) ? inputs[0] : inputs) as T;
}

/** The only shape of a layer's input, which tfjs passes as it is or in a list. */
export function singleShape(shape: Shape | Shape[]): Shape {
  return (Array.isArray(shape[0]) ? shape[0] : shape) as Shape;
}

/** Size of `axis`, counted from the end if negative. Throws RangeError if it is unknown. */
export function fixedSize(shape: Shape, axis: number): number {
  const size = shape.at(axis);
  if (size === null || size === undefined) {
    throw new RangeError(`Axis ${axis} of the input shape [${shape}] must have a fixed size`);
  }
  return size;
}
