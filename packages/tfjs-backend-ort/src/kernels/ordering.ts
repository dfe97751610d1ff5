import { util } from '@tensorflow/tfjs-core';
import { byAxis } from './by-axis.js';
import { all, pick, type KernelMapping } from './mapping.js';

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

/** Kernels that order or repeat numbers. */
export const ordering: KernelMapping[] = [tile, transpose, gather];
