import { sizeOf } from '../../graph/graph.js';

/** The positions of the elements of a tensor of `shape` before its axes were permuted. */
export function permutedOrder(
  shape: readonly number[],
  permutation: readonly number[],
): Int32Array {
  return permutation.reduce((order, axis) => {
    const size = shape[axis]!;
    const step = sizeOf(shape.slice(axis + 1));
    const longer = new Int32Array(order.length * size);
    order.forEach((place, i) => {
      for (let j = 0; j < size; j++) longer[i * size + j] = place + j * step;
    });
    return longer;
  }, new Int32Array(1));
}
