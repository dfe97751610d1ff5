import { backend_util, util } from '@tensorflow/tfjs-core';
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { GraphNode } from '../graph/graph.js';
import type { Lowering } from '../lowering/lowering.js';
import { byAxis } from './by-axis.js';
import { all, listed, type KernelMapping } from './mapping.js';

/**
 * Whether the tensors have one dtype, of those that are recorded: ONNX cannot join different
 * dtypes.
 */
function areAlike(tensors: readonly TensorInfo[]): boolean {
  return (['float32', 'int32', 'bool'] as const).some((dtype) => all(tensors, dtype));
}

const concat = byAxis(
  'Concat',
  (inputs, attributes) => {
    const given = listed(inputs);
    const [axis] = util.parseAxisParam(attributes['axis'] as number, given[0]!.shape);
    const shapes = given.map((tensor) => tensor.shape);
    backend_util.assertParamsConsistent(shapes, axis!);
    const shape = backend_util.computeOutShape(shapes, axis!);
    const tensors = given.filter((tensor) => util.sizeFromShape(tensor.shape) > 0);
    if (!tensors.length || !areAlike(tensors)) return undefined;
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
  concatInBlocks,
);

/** Concatenation along the channels, where those of all but the last image fill whole blocks. */
function concatInBlocks(lowering: Lowering, node: GraphNode): string | undefined {
  const { inputs, outputs, attributes } = node;
  const { blocking } = lowering;
  const fits =
    attributes['axis'] === 3 &&
    inputs.some((input) => lowering.layoutOf(input) === 'blocked') &&
    [...inputs, ...outputs].every(({ shape }) => blocking.pixels(shape) === 1) &&
    inputs.slice(0, -1).every(({ shape }) => shape[3]! % blocking.size === 0);
  return fits
    ? lowering.concat(
        inputs.map((input) => lowering.blocked(input)),
        1,
      )
    : undefined;
}

const pack: KernelMapping = {
  name: 'Pack',
  describe(inputs, attributes) {
    const tensors = listed(inputs);
    if (!areAlike(tensors)) return undefined;
    const shape = [...tensors[0]!.shape];
    for (const tensor of tensors) {
      util.assertShapesMatch(
        shape,
        tensor.shape,
        'All tensors of a stack must have the same shape: ',
      );
    }
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
    if (!all([x], 'float32', 'int32', 'bool')) return undefined;
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
    if (!all([x], 'float32', 'int32', 'bool')) return undefined;
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
      attributes: { axis: axis!, sizes },
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

/** Kernels that join tensors or split one. */
export const joining: KernelMapping[] = [concat, pack, unpack, split];
