import { backend_util, slice_util, util } from '@tensorflow/tfjs-core';
import type { GraphNode } from '../graph/graph.js';
import type { Lowering } from '../lowering/lowering.js';
import { channelsFirstAxis } from '../lowering/lowering.js';
import { all, listed, pick, type KernelMapping } from './mapping.js';

/** Whether to work in NCHW: rank 4 and at hand in that order alone. */
function isChannelsFirst(lowering: Lowering, { inputs }: GraphNode): boolean {
  return inputs.some((input) => input.shape.length === 4 && lowering.isChannelsFirst(input));
}

function moved<T>(values: readonly T[]): T[] {
  const result = [...values];
  values.forEach((value, axis) => (result[channelsFirstAxis[axis]!] = value));
  return result;
}

/** A kernel that acts axis by axis, so that it can run in either layout. */
function byAxis(
  name: string,
  describe: KernelMapping['describe'],
  emit: (
    lowering: Lowering,
    inputs: string[],
    node: GraphNode,
    order: <T>(values: readonly T[]) => T[],
  ) => string,
): KernelMapping {
  return {
    name,
    describe,
    lower(lowering, node) {
      const output = node.outputs[0]!;
      if (output.shape.length === 4 && isChannelsFirst(lowering, node)) {
        const inputs = node.inputs.map((input) => lowering.channelsFirst(input));
        lowering.defineChannelsFirst(output, emit(lowering, inputs, node, moved));
      } else {
        const inputs = node.inputs.map((input) => lowering.plain(input));
        lowering.define(
          output,
          emit(lowering, inputs, node, (values) => [...values]),
        );
      }
    },
  };
}

const concat = byAxis(
  'Concat',
  (inputs, attributes) => {
    const tensors = listed(inputs).filter(({ shape }) => util.sizeFromShape(shape) > 0);
    if (!tensors.length || !all(tensors, 'float32', 'int32', 'bool')) return undefined;
    const [axis] = util.parseAxisParam(attributes['axis'] as number, tensors[0]!.shape);
    const shape = backend_util.computeOutShape(
      tensors.map((tensor) => tensor.shape),
      axis!,
    );
    return {
      inputs: tensors,
      outputs: [{ shape, dtype: tensors[0]!.dtype }],
      attributes: { axis: axis! },
    };
  },
  ({ builder }, inputs, { attributes, outputs }, order) => {
    const axes = outputs[0]!.shape.map((_, axis) => axis);
    return builder.node('Concat', inputs, {
      axis: order(axes).indexOf(attributes['axis'] as number),
    });
  },
);

function emitSlice(
  lowering: Lowering,
  input: string,
  { attributes }: GraphNode,
  order: <T>(values: readonly T[]) => T[],
): string {
  const begin = order(attributes['begin'] as number[]);
  const end = order(attributes['end'] as number[]);
  const strides = order(attributes['strides'] as number[]);
  const axes = begin.map((_, axis) => axis);
  return lowering.slice(input, axes, begin, end, strides);
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
    const isForward = info.strides.every((stride) => stride > 0);
    if (!keepsRank || !isForward || !all([x], 'float32', 'int32')) return undefined;
    return {
      inputs: [x],
      outputs: [{ shape: info.finalShape, dtype: x.dtype }],
      attributes: { begin: info.begin, end: info.end, strides: info.strides },
    };
  },
  (lowering, [x], node, order) => emitSlice(lowering, x!, node, order),
);

const pad = byAxis(
  'PadV2',
  (inputs, attributes) => {
    const x = inputs['x']!;
    if (!all([x], 'float32')) return undefined;
    const paddings = attributes['paddings'] as unknown as [number, number][];
    return {
      inputs: [x],
      outputs: [
        { shape: x.shape.map((n, i) => n + paddings[i]![0] + paddings[i]![1]), dtype: x.dtype },
      ],
      attributes: {
        before: paddings.map(([before]) => before),
        after: paddings.map(([, after]) => after),
        constantValue: attributes['constantValue'] as number,
      },
    };
  },
  (lowering, [x], { attributes }, order) => {
    const { builder } = lowering;
    const before = order(attributes['before'] as number[]);
    const after = order(attributes['after'] as number[]);
    const value = lowering.number(attributes['constantValue'] as number);
    return builder.node('Pad', [x!, builder.integers([...before, ...after]), value]);
  },
);

const tile = byAxis(
  'Tile',
  (inputs, attributes) => {
    const x = inputs['x']!;
    const reps = attributes['reps'] as number[];
    if (!all([x], 'float32', 'int32') || reps.length !== x.shape.length) return undefined;
    return {
      inputs: [x],
      outputs: [{ shape: x.shape.map((n, axis) => n * reps[axis]!), dtype: x.dtype }],
      attributes: { reps },
    };
  },
  ({ builder }, [x], { attributes }, order) =>
    builder.node('Tile', [x!, builder.integers(order(attributes['reps'] as number[]))]),
);

const transpose: KernelMapping = {
  name: 'Transpose',
  describe(inputs, attributes) {
    const x = inputs['x']!;
    const perm = attributes['perm'] as number[];
    if (!all([x], 'float32', 'int32', 'bool')) return undefined;
    return {
      inputs: [x],
      outputs: [{ shape: perm.map((axis) => x.shape[axis]!), dtype: x.dtype }],
      attributes: { perm },
    };
  },
  lower(lowering, { inputs, outputs, attributes }) {
    const [x] = inputs;
    const perm = attributes['perm'] as number[];
    lowering.define(outputs[0]!, lowering.permute(lowering.plain(x!), x!.shape, perm));
  },
};

const gather: KernelMapping = {
  name: 'GatherV2',
  describe(inputs, attributes) {
    const [x, indices] = pick(inputs, 'x', 'indices');
    const [axis] = util.parseAxisParam(attributes['axis'] as number, x.shape);
    if (attributes['batchDims'] || !all([x], 'float32', 'int32') || !all([indices], 'int32')) {
      return undefined;
    }
    const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis! + 1)];
    return {
      inputs: [x, indices],
      outputs: [{ shape, dtype: x.dtype }],
      attributes: { axis: axis! },
    };
  },
  lower(lowering, { inputs, outputs, attributes }) {
    const names = inputs.map((input) => lowering.plain(input));
    const axis = attributes['axis'] as number;
    lowering.define(outputs[0]!, lowering.builder.node('Gather', names, { axis }));
  },
};

const pack: KernelMapping = {
  name: 'Pack',
  describe(inputs, attributes) {
    const tensors = listed(inputs);
    if (!all(tensors, 'float32', 'int32')) return undefined;
    const shape = [...tensors[0]!.shape];
    const axis = attributes['axis'] as number;
    shape.splice(axis < 0 ? axis + shape.length + 1 : axis, 0, tensors.length);
    return {
      inputs: tensors,
      outputs: [{ shape, dtype: tensors[0]!.dtype }],
      attributes: { axis: axis < 0 ? axis + shape.length : axis },
    };
  },
  lower(lowering, { inputs, outputs, attributes }) {
    const axis = attributes['axis'] as number;
    const shape = [...outputs[0]!.shape];
    shape[axis] = 1;
    const names = inputs.map(({ value }) => lowering.plain({ value, shape }));
    lowering.define(outputs[0]!, lowering.builder.node('Concat', names, { axis }));
  },
};

const unpack: KernelMapping = {
  name: 'Unpack',
  isMultiple: true,
  describe(inputs, attributes) {
    const x = inputs['value']!;
    if (!all([x], 'float32', 'int32')) return undefined;
    const [axis] = util.parseAxisParam(attributes['axis'] as number, x.shape);
    const shape = x.shape.filter((_, index) => index !== axis);
    return {
      inputs: [x],
      outputs: Array.from({ length: x.shape[axis!]! }, () => ({ shape, dtype: x.dtype })),
      attributes: { axis: axis! },
    };
  },
  lower(lowering, { inputs, outputs, attributes }) {
    const axis = attributes['axis'] as number;
    const x = lowering.plain(inputs[0]!);
    outputs.forEach((value, index) => {
      const part = lowering.slice(x, [axis], [index], [index + 1]);
      lowering.define(value, lowering.reshape(part, value.shape));
    });
  },
};

const split: KernelMapping = {
  name: 'SplitV',
  isMultiple: true,
  describe(inputs, attributes) {
    const x = inputs['x']!;
    if (!all([x], 'float32', 'int32')) return undefined;
    const [axis] = util.parseAxisParam(attributes['axis'] as number, x.shape);
    const sizes = backend_util.prepareSplitSize(
      x as Parameters<typeof backend_util.prepareSplitSize>[0],
      attributes['numOrSizeSplits'] as number | number[],
      axis,
    );
    return {
      inputs: [x],
      outputs: sizes.map((size) => ({
        shape: x.shape.map((n, index) => (index === axis ? size : n)),
        dtype: x.dtype,
      })),
      attributes: { axis: axis! },
    };
  },
  lower(lowering, { inputs, outputs, attributes }) {
    const axis = attributes['axis'] as number;
    const x = lowering.plain(inputs[0]!);
    let start = 0;
    for (const value of outputs) {
      const end = start + value.shape[axis]!;
      lowering.define(value, lowering.slice(x, [axis], [start], [end]));
      start = end;
    }
  },
};

const fill: KernelMapping = {
  name: 'Fill',
  describe(_, attributes) {
    const { shape, value } = attributes as unknown as { shape: number[]; value: number | string };
    const dtype = (attributes['dtype'] as unknown as string | undefined) ?? 'float32';
    if (typeof value === 'string' || dtype !== 'float32') return undefined;
    return { inputs: [], outputs: [{ shape, dtype: 'float32' }], attributes: { value, shape } };
  },
  lower(lowering, { outputs, attributes }) {
    const { builder } = lowering;
    const number = lowering.number(attributes['value'] as number);
    const shape = builder.integers(attributes['shape'] as number[]);
    lowering.define(outputs[0]!, builder.node('Expand', [number, shape]));
  },
};

function like(name: string, value: number): KernelMapping {
  return {
    name,
    describe(inputs) {
      const { shape, dtype } = inputs['x']!;
      if (dtype !== 'float32') return undefined;
      return { inputs: [], outputs: [{ shape, dtype }], attributes: { value, shape } };
    },
    lower: fill.lower,
  };
}

/** Kernels that move numbers without changing them, and those that make constant tensors. */
export const rearrangements: KernelMapping[] = [
  ...[concat, slice, stridedSlice, pad, tile, transpose, gather, pack, unpack, split],
  ...[fill, like('ZerosLike', 0), like('OnesLike', 1)],
];
