import { util } from '@tensorflow/tfjs-core';
import { byAxis } from './by-axis.js';
import { all, pick, type KernelMapping } from './mapping.js';

const tile = byAxis(
  'Tile',
  (inputs, attributes) => {
    const x = inputs['x']!;
    const reps = attributes['reps'] as number[];
    if (!all([x], 'float32', 'int32', 'bool') || reps.length !== x.shape.length) return undefined;
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
  refuse(inputs, attributes, read) {
    const [x, indices] = pick(inputs, 'x', 'indices');
    const [axis] = util.parseAxisParam(attributes['axis'] as number, x.shape);
    const last = x.shape[axis!]! - 1;
    const wrong = read(indices)?.find((index) => index < 0 || index > last);
    if (wrong !== undefined) {
      throw new Error(`GatherV2: the index value ${wrong} is not in [0, ${last}]`);
    }
  },
  describe(inputs, attributes) {
    const [x, indices] = pick(inputs, 'x', 'indices');
    const [axis] = util.parseAxisParam(attributes['axis'] as number, x.shape);
    const isMapped = all([x], 'float32', 'int32', 'bool') && all([indices], 'int32');
    if (attributes['batchDims'] || !isMapped) return undefined;
    const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis! + 1)];
    return {
      inputs: [x, indices],
      outputs: [{ shape, dtype: x.dtype }],
      attributes: { axis: axis! },
    };
  },
  lower(lowering, { inputs, outputs, attributes }) {
    const { builder } = lowering;
    const [x, indices] = inputs.map((input) => lowering.plain(input));
    const axis = attributes['axis'] as number;
    // ONNX counts negative indices from the end; an index beyond the end is an error.
    const [zero, beyond] = [0, inputs[0]!.shape[axis]!].map((n) =>
      builder.constant('int32', [], [n]),
    );
    const isNegative = builder.node('Less', [indices!, zero!]);
    const places = builder.node('Where', [isNegative, beyond!, indices!]);
    lowering.define(outputs[0]!, builder.node('Gather', [x!, places], { axis }));
  },
};

/** Kernels that reorder or repeat elements. */
export const ordering: KernelMapping[] = [tile, transpose, gather];
