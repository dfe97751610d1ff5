import type { GraphNode } from '../graph/graph.js';
import type { Lowering } from '../lowering/lowering.js';
import {
  type Interpolation,
  interpolate,
  interpolationMatrix,
  nearest,
  type Resizing,
} from '../lowering/resampling.js';
import { onnxTypes } from '../onnx/onnx-model.js';
import { all, pick, type KernelMapping } from './mapping.js';

/** The axes of images [N,H,W,C] that are resized; columns first, as on the cpu backend. */
const AXES = [2, 1] as const;

/** How one axis is resized. */
function resizingOf(
  { attributes }: GraphNode,
  images: readonly number[],
  resized: readonly number[],
  axis: number,
): Resizing {
  return {
    from: images[axis]!,
    to: resized[axis]!,
    alignCorners: attributes['alignCorners'] as boolean,
    halfPixelCenters: attributes['halfPixelCenters'] as boolean,
  };
}

function resize(
  name: string,
  alongAxis: (lowering: Lowering, images: string, axis: number, resizing: Resizing) => string,
  result?: 'float32',
): KernelMapping {
  return {
    name,
    describe(inputs, { alignCorners, halfPixelCenters, size }) {
      const images = inputs['images']!;
      if (!all([images], 'float32', 'int32')) return undefined;
      const [height, width] = size as [number, number];
      const [batch, , , channels] = images.shape as [number, number, number, number];
      const shape = [batch, height, width, channels];
      return {
        inputs: [images],
        outputs: [{ shape, dtype: result ?? images.dtype }],
        attributes: {
          size: [height, width],
          alignCorners: Boolean(alignCorners),
          halfPixelCenters: Boolean(halfPixelCenters),
        },
      };
    },
    lower(lowering, node) {
      const images = node.inputs[0]!;
      const output = node.outputs[0]!;
      const { dtype } = images.value;
      const plain = lowering.plain(images);
      const given =
        dtype === output.dtype
          ? plain
          : lowering.builder.node('Cast', [plain], { to: onnxTypes.float32 });
      const resized = AXES.reduce(
        (so, axis) =>
          alongAxis(lowering, so, axis, resizingOf(node, images.shape, output.shape, axis)),
        given,
      );
      lowering.define(output, resized);
    },
  };
}

const bilinear = resize(
  'ResizeBilinear',
  (lowering, images, axis, resizing) => {
    const { builder } = lowering;
    const { low, high, fraction } = interpolate(resizing);
    const take = (places: readonly number[]): string =>
      builder.node('Gather', [images, builder.integers(places)], { axis });
    const [from, to] = [take(low), take(high)];
    const weight = builder.constant(
      'float32',
      axis === 1 ? [fraction.length, 1, 1] : [fraction.length, 1],
      fraction,
    );
    const way = builder.node('Mul', [builder.node('Sub', [to, from]), weight]);
    return builder.node('Add', [from, way]);
  },
  'float32',
);

const nearestNeighbor = resize('ResizeNearestNeighbor', ({ builder }, images, axis, resizing) =>
  builder.node('Gather', [images, builder.integers(nearest(resizing))], { axis }),
);

/**
 * The gradient of a resizing: products with the transposed matrices of its interpolations. (The cpu
 * backend's gradient ignores `halfPixelCenters`; it fails for images that are not square and, for
 * the nearest neighbour, is wrong for all but the first image of a batch.)
 */
function gradient(
  name: string,
  interpolation: (resizing: Resizing) => Interpolation,
): KernelMapping {
  return {
    name,
    describe(inputs, { alignCorners, halfPixelCenters }) {
      const [images, dy] = pick(inputs, 'images', 'dy');
      if (!all([images, dy], 'float32')) return undefined;
      return {
        inputs: [dy],
        outputs: [{ shape: images.shape, dtype: 'float32' }],
        attributes: {
          size: images.shape.slice(1, 3),
          alignCorners: Boolean(alignCorners),
          halfPixelCenters: Boolean(halfPixelCenters),
        },
      };
    },
    lower(lowering, node) {
      const { builder } = lowering;
      const dy = node.inputs[0]!;
      const output = node.outputs[0]!;
      const [rows, columns] = [1, 2].map((axis) => {
        const resizing = resizingOf(node, output.shape, dy.shape, axis);
        const matrix = interpolationMatrix(resizing, interpolation(resizing));
        return builder.constant('float32', [resizing.to, resizing.from], matrix);
      });
      const transposed = builder.node('Transpose', [rows!], { perm: [1, 0] });
      const wide = builder.node('MatMul', [lowering.channelsFirst(dy), columns!]);
      lowering.define(output, builder.node('MatMul', [transposed, wide]), 'channelsFirst');
    },
  };
}

/** Resizing of images, and its gradients. */
export const resizings: KernelMapping[] = [
  bilinear,
  nearestNeighbor,
  gradient('ResizeBilinearGrad', interpolate),
  gradient('ResizeNearestNeighborGrad', (resizing) => {
    const low = nearest(resizing);
    return { low, high: low, fraction: low.map(() => 0) };
  }),
];
