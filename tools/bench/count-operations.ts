import * as tf from '@tensorflow/tfjs-core';

/** For each kernel that multiplies: which of its inputs or outputs multiply to its products. */
const products: Record<string, (inputs: number[][], output: number[]) => number> = {
  // Pixels and channels of the result, times the taps and channels that each one reads.
  Conv2D: ([, filter], output) => size(output) * size(filter!.slice(0, 3)),
  // The same convolution's products, read from the gradient of its result.
  Conv2DBackpropInput: ([dy, filter]) => size(dy!) * size(filter!.slice(0, 3)),
  Conv2DBackpropFilter: ([, dy], filter) => size(dy!) * size(filter.slice(0, 3)),
  BatchMatMul: ([a], output) => (size(output) * size(a!)) / size(output.slice(0, -1)),
};

const size = (shape: number[]): number => shape.reduce((total, n) => total * n, 1);

/**
 * Additions and multiplications of `run` in convolutions, matrix products and their gradients. The
 * rest of a step is too little to count.
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
