import { backend_util } from '@tensorflow/tfjs-core';
import type { AttributeValue } from '../graph/graph.js';
import { all, type KernelMapping } from './mapping.js';

/** Pooling over windows of pixels; as in ONNX, an average does not count the padding. */
function pooling(name: 'MaxPool' | 'AvgPool', op: 'MaxPool' | 'AveragePool'): KernelMapping {
  return {
    name,
    describe(inputs, attributes) {
      const x = inputs['x']!;
      if (!all([x], 'float32')) return undefined;
      const info = backend_util.computePool2DInfo(
        x.shape as [number, number, number, number],
        attributes['filterSize'] as number,
        attributes['strides'] as number,
        1,
        attributes['pad'] as unknown as 'same',
        attributes['dimRoundingMode'] as unknown as 'floor',
      );
      const { top, left, bottom, right } = info.padInfo;
      const kernel = [info.filterHeight, info.filterWidth];
      const strides = [info.strideHeight, info.strideWidth];
      const spans = [top + info.inHeight + bottom, left + info.inWidth + right];
      const floors = spans.map((span, axis) =>
        Math.floor((span - kernel[axis]!) / strides[axis]! + 1),
      );
      if (floors[0] !== info.outHeight || floors[1] !== info.outWidth) return undefined;
      // ONNX Runtime refuses a window that contains only padding.
      const borders = [Math.max(top, bottom), Math.max(left, right)];
      if (borders.some((border, axis) => border >= kernel[axis]!)) return undefined;
      return {
        inputs: [x],
        outputs: [{ shape: info.outShape, dtype: 'float32' }],
        attributes: { kernel, strides, pads: [top, left, bottom, right] },
      };
    },
    lower(lowering, { inputs, outputs, attributes }) {
      const [x] = inputs;
      const [y] = outputs;
      const { blocking, builder } = lowering;
      const list = (value: AttributeValue | undefined): number[] => [...(value as number[])];
      const sizes = {
        kernel_shape: list(attributes['kernel']),
        strides: list(attributes['strides']),
        pads: list(attributes['pads']),
      };
      const isInBlocks = lowering.layoutOf(x!) === 'blocked';
      if (isInBlocks && [x!, y!].every(({ shape }) => blocking.pixels(shape) === 1)) {
        lowering.define(y!, blocking.pool(op, lowering.blocked(x!), sizes), 'blocked');
      } else {
        lowering.define(y!, builder.node(op, [lowering.channelsFirst(x!)], sizes), 'channelsFirst');
      }
    },
  };
}

/** Pooling; its gradients fall back to the cpu kernels. */
export const poolings: KernelMapping[] = [
  pooling('MaxPool', 'MaxPool'),
  pooling('AvgPool', 'AveragePool'),
];
