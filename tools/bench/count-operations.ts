import * as tf from '@tensorflow/tfjs-core';

/** The number of products of each kernel that multiplies, from the shapes of its tensors. */
const products: Record<string, (inputs: number[][], output: number[]) => number> = {
  // Pixels and channels of the result, times the filter taps and channels read for each.
  Conv2D: ([, filter], output) => size(output) * size(filter!.slice(0, 3)),
  // As many as in the forward convolution, whose result has the shape of `dy`.
  Conv2DBackpropInput: ([dy, filter]) => size(dy!) * size(filter!.slice(0, 3)),
  Conv2DBackpropFilter: ([, dy], filter) => size(dy!) * size(filter.slice(0, 3)),
  BatchMatMul: ([a], output) => (size(output) * size(a!)) / size(output.slice(0, -1)),
};

const size = (shape: number[]): number => shape.reduce((total, n) => total * n, 1);

/**
 * Number of additions and multiplications of `run` in convolutions, matrix products and their
 * gradients. The rest of a step is negligible.
 */
export async function countOperations(run: () => Promise<void>): Promise<number> {
  const { kernels } = await tf.profile(async () => {
    await run();
    return [];
  });
  return kernels.reduce((total, { name, inputShapes, outputShapes }) => {
    const [output] = outputShapes as number[][];
    return total + 2 * (products[name]?.(inputShapes as number[][], output!) ?? 0);
  }, 0);
}
