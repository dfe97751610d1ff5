import { slice_util, util } from '@tensorflow/tfjs-core';
import type { GraphNode } from '../graph/graph.js';
import type { Lowering } from '../lowering/lowering.js';
import { byAxis } from './by-axis.js';
import { describePadding } from './describe-padding.js';
import { all, type KernelMapping } from './mapping.js';

function emitSlice(
  lowering: Lowering,
  input: string,
  { attributes, inputs }: GraphNode,
  order: <T>(values: readonly T[]) => T[],
): string {
  const shape = order(inputs[0]!.shape);
  const begin = order(attributes['begin'] as number[]);
  const end = order(attributes['end'] as number[]);
  const strides = order(attributes['strides'] as number[]);
  const cut = begin.flatMap((start, axis) =>
    start === 0 && end[axis] === shape[axis] && strides[axis] === 1 ? [] : [axis],
  );
  if (cut.length === 0) return input;
  // ONNX counts negative ends from the last element: an end before the first one needs a number
  // beyond all.
  const stops = end.map((stop, axis) => (stop < 0 ? -shape[axis]! - 1 : stop));
  const [starts, ends, steps] = [begin, stops, strides].map((list) =>
    cut.map((axis) => list[axis]!),
  );
  return lowering.slice(input, cut, starts!, ends!, steps);
}

const slice = byAxis(
  'Slice',
  (inputs, attributes) => {
    const x = inputs['x']!;
    if (!all([x], 'float32', 'int32', 'bool')) return undefined;
    const [begin, size] = slice_util.parseSliceParams(
      x as Parameters<typeof slice_util.parseSliceParams>[0],
      attributes['begin'] as number[],
      attributes['size'] as number[],
    ) as [number[], number[]];
    slice_util.assertParamsValid(
      x as Parameters<typeof slice_util.assertParamsValid>[0],
      begin,
      size,
    );
    return {
      inputs: [x],
      outputs: [{ shape: size, dtype: x.dtype }],
      attributes: {
        begin,
        end: begin.map((start, axis) => start + size[axis]!),
        strides: begin.map(() => 1),
      },
    };
  },
  (lowering, [x], node, order) => emitSlice(lowering, x!, node, order),
);

const stridedSlice = byAxis(
  'StridedSlice',
  (inputs, attributes) => {
    const x = inputs['x']!;
    const mask = (name: string): number => attributes[name] as number;
    const info = slice_util.sliceInfo(
      x.shape,
      attributes['begin'] as number[],
      attributes['end'] as number[],
      attributes['strides'] as number[],
      mask('beginMask'),
      mask('endMask'),
      mask('ellipsisMask'),
      mask('newAxisMask'),
      mask('shrinkAxisMask'),
    );
    const keepsRank =
      info.finalShape.length === x.shape.length && !mask('newAxisMask') && !mask('shrinkAxisMask');
    if (!keepsRank || !all([x], 'float32', 'int32', 'bool')) return undefined;
    return {
      inputs: [x],
      outputs: [{ shape: info.finalShape, dtype: x.dtype }],
      attributes: { begin: info.begin, end: info.end, strides: info.strides },
    };
  },
  (lowering, [x], node, order) => emitSlice(lowering, x!, node, order),
);

const reverse = byAxis(
  'Reverse',
  (inputs, attributes) => {
    const x = inputs['x']!;
    if (!all([x], 'float32', 'int32', 'bool')) return undefined;
    const axes = util.parseAxisParam(attributes['dims'] as number[], x.shape);
    const turned = <T>(yes: (size: number) => T, no: (size: number) => T): T[] =>
      x.shape.map((size, axis) => (axes.includes(axis) ? yes : no)(size));
    return {
      inputs: [x],
      outputs: [{ shape: x.shape, dtype: x.dtype }],
      attributes: {
        begin: turned(
          (size) => size - 1,
          () => 0,
        ),
        end: turned(
          () => -1,
          (size) => size,
        ),
        strides: turned(
          () => -1,
          () => 1,
        ),
      },
    };
  },
  (lowering, [x], node, order) => emitSlice(lowering, x!, node, order),
);

const pad = byAxis(
  'PadV2',
  (inputs, attributes) => {
    if (!all([inputs['x']!], 'float32')) return undefined;
    const padding = describePadding(inputs, attributes);
    const constantValue = attributes['constantValue'] as number;
    return { ...padding, attributes: { ...padding.attributes, constantValue } };
  },
  (lowering, [x], { attributes }, order) => {
    const { builder } = lowering;
    const before = order(attributes['before'] as number[]);
    const after = order(attributes['after'] as number[]);
    const value = lowering.number(attributes['constantValue'] as number);
    return builder.node('Pad', [x!, builder.integers([...before, ...after]), value]);
  },
);

/** Kernels that cut, reverse or pad tensors. */
export const slicing: KernelMapping[] = [slice, stridedSlice, reverse, pad];
