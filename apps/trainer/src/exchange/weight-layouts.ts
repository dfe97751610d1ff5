import type { HostTensor } from '@stackgan/formats';
import { reshape, transpose } from './transpose.js';

/** The layout of one weight in PyTorch and in TensorFlow.js. */
export interface WeightLayout {
  /** Shape in PyTorch of a weight with this shape here. */
  foreignShape(shape: readonly number[]): readonly number[];
  /** Converts values from PyTorch's order to ours. */
  read(foreign: HostTensor, shape: readonly number[]): HostTensor;
  /** Converts values from our order to PyTorch's. */
  write(own: HostTensor): HostTensor;
}

const at = (shape: readonly number[], axis: number): number => shape[axis] ?? 0;

/** Axis `i` of the weight here is axis `order[i]` in PyTorch. */
function permuted(order: readonly number[]): WeightLayout {
  const inverse = order.map((_, axis) => order.indexOf(axis));
  return {
    foreignShape: (shape) => inverse.map((axis) => at(shape, axis)),
    read: (foreign) => transpose(foreign, order),
    write: (own) => transpose(own, inverse),
  };
}

/** Units of 4×4 features: channels first in PyTorch, channels last here. */
const SEED = 16;

export const weightLayouts = {
  vector: permuted([0]),
  /** [out, in] to [in, out]. */
  dense: permuted([1, 0]),
  /** OIHW to HWIO. */
  convolution: permuted([2, 3, 1, 0]),
  /** OIHW to HWOI, as the convolution that doubles the size stores its kernel. */
  upConvolution: permuted([2, 3, 0, 1]),
  /** One value per unit of the first 4×4 features. */
  seedVector: {
    foreignShape: (shape) => shape,
    read: (foreign, shape) =>
      reshape(transpose(reshape(foreign, [at(shape, 0) / SEED, SEED]), [1, 0]), shape),
    write: (own) =>
      reshape(transpose(reshape(own, [SEED, at(own.shape, 0) / SEED]), [1, 0]), own.shape),
  },
  /** [C·16, in] to [in, 16·C]. */
  seedDense: {
    foreignShape: ([inputs = 0, units = 0]) => [units, inputs],
    read: (foreign, [inputs = 0, units = 0]) =>
      reshape(transpose(reshape(foreign, [units / SEED, SEED, inputs]), [2, 1, 0]), [
        inputs,
        units,
      ]),
    write: (own) => {
      const [inputs, units] = [at(own.shape, 0), at(own.shape, 1)];
      const channelsFirst = transpose(reshape(own, [inputs, SEED, units / SEED]), [2, 1, 0]);
      return reshape(channelsFirst, [units, inputs]);
    },
  },
  /**
   * The 4×4 convolution of 4×4 features to one logit is a dense layer here: [1, C, 4, 4] to [16·C,
   * 1].
   */
  logit: {
    foreignShape: ([size = 0]) => [1, size / SEED, 4, 4],
    read: (foreign, shape) => reshape(transpose(foreign, [2, 3, 1, 0]), shape),
    write: (own) => {
      const channels = at(own.shape, 0) / SEED;
      return transpose(reshape(own, [4, 4, channels, 1]), [3, 2, 0, 1]);
    },
  },
} as const satisfies Record<string, WeightLayout>;

export type WeightLayoutName = keyof typeof weightLayouts;
