import { backend_util, util } from '@tensorflow/tfjs-core';
import type { DataType } from '@tensorflow/tfjs-core';
import { channelsFirstAxis } from '../lowering/lowering.js';
import { sizeOf } from '../graph/graph.js';
import { onnxTypes } from '../onnx/onnx-model.js';
import { all, type KernelMapping } from './mapping.js';

/** Above this many numbers, a sum over several axes is computed in two steps. */
const LONG = 1024;

function reduction(
  name: string,
  op: string,
  dtypes: DataType[],
  propagatesNaN = true,
): KernelMapping {
  return {
    name,
    describe(inputs, attributes) {
      const x = inputs['x']!;
      if (!all([x], ...dtypes)) return undefined;
      // Max has another name for its axes.
      const axis = (attributes['axis'] ?? attributes['reductionIndices']) as number | number[];
      const axes = util.parseAxisParam(axis, x.shape);
      const keepDims = Boolean(attributes['keepDims']);
      const [reduced] = backend_util.computeOutAndReduceShapes(x.shape, axes);
      const shape = keepDims ? backend_util.expandShapeToKeepDim(reduced, axes) : reduced;
      return { inputs: [x], outputs: [{ shape, dtype: x.dtype }], attributes: { axes, keepDims } };
    },
    lower(lowering, { inputs, outputs, attributes }) {
      const [x] = inputs;
      const [y] = outputs;
      const axes = attributes['axes'] as number[];
      const keepDims = attributes['keepDims'] as boolean;
      // If axes are dropped, the order of the remaining ones must be the same in both layouts.
      const keepsOrder = axes.includes(3) || (axes.includes(1) && axes.includes(2));
      const layout = lowering.layoutOf(x!);
      const isPerChannel = [...axes].sort().join() === '0,1,2';
      if (layout === 'blocked' && isPerChannel && (name === 'Sum' || name === 'Mean')) {
        const mean = lowering.blocking.meanOfChannels(x!);
        const count = lowering.number(sizeOf(x!.shape) / x!.shape[3]!);
        const result = name === 'Mean' ? mean : lowering.builder.node('Mul', [mean, count]);
        lowering.define(y!, keepDims ? lowering.reshape(result, y!.shape) : result);
      } else if (layout !== 'plain' && (keepDims || keepsOrder)) {
        const moved = axes.map((axis) => channelsFirstAxis[axis]!).sort();
        const name = reduce(lowering.channelsFirst(x!), moved);
        lowering.define(y!, name, keepDims ? 'channelsFirst' : 'plain');
      } else {
        lowering.define(y!, axes.length ? reduce(lowering.plain(x!), axes) : lowering.plain(x!));
      }

      function reduce(input: string, over: number[]): string {
        const { builder } = lowering;
        const fold = (what: string, by: string): string =>
          builder.node(by, [what, builder.integers(over)], { keepdims: keepDims ? 1 : 0 });
        if (x!.value.dtype === 'int32' && name === 'Sum') {
          // ONNX Runtime's int32 sums saturate, those of TensorFlow.js wrap around.
          const total = fold(builder.node('Cast', [input], { to: onnxTypes.int64 }), op);
          return builder.node('Cast', [total], { to: onnxTypes.int32 });
        }
        // Adding many numbers one after the other loses digits: rows are summed first.
        const last = over.at(-1)!;
        const isLong = over.length > 1 && sizeOf(axes.map((axis) => x!.shape[axis]!)) > LONG;
        const rows = isLong && (name === 'Sum' || name === 'Mean');
        const result = fold(
          rows ? builder.node(op, [input, builder.integers([last])], { keepdims: 1 }) : input,
          op,
        );
        if (propagatesNaN || x!.value.dtype !== 'float32') return result;
        // ONNX Runtime's maximum ignores NaN.
        const marks = builder.node('IsNaN', [input]);
        const count = fold(builder.node('Cast', [marks], { to: onnxTypes.float32 }), 'ReduceMax');
        const isNaN = builder.node('Cast', [count], { to: onnxTypes.bool });
        return builder.node('Where', [isNaN, lowering.number(NaN), result]);
      }
    },
  };
}

/**
 * The index of the largest or smallest number; `ignored` replaces NaN, so that it is never chosen.
 */
function argument(name: string, ignored: number): KernelMapping {
  return {
    name,
    describe(inputs, attributes) {
      const x = inputs['x']!;
      if (!all([x], 'float32')) return undefined;
      const [axis] = util.parseAxisParam(attributes['axis'] as number, x.shape);
      const shape = x.shape.filter((_, index) => index !== axis);
      return { inputs: [x], outputs: [{ shape, dtype: 'int32' }], attributes: { axis: axis! } };
    },
    lower(lowering, { inputs, outputs, attributes }) {
      const { builder } = lowering;
      const axis = attributes['axis'] as number;
      const x = lowering.plain(inputs[0]!);
      const isNaN = builder.node('IsNaN', [x]);
      const numbers = builder.node('Where', [isNaN, lowering.number(ignored), x]);
      const index = builder.node(name, [numbers], { axis, keepdims: 0 });
      lowering.define(outputs[0]!, builder.node('Cast', [index], { to: onnxTypes.int32 }));
    },
  };
}

function softmax(name: string, input: string): KernelMapping {
  return {
    name,
    describe(inputs) {
      const x = inputs[input]!;
      if (!all([x], 'float32')) return undefined;
      return { inputs: [x], outputs: [{ shape: x.shape, dtype: 'float32' }] };
    },
    lower(lowering, { inputs, outputs }) {
      const name_ = lowering.builder.node(name, [lowering.plain(inputs[0]!)], { axis: -1 });
      lowering.define(outputs[0]!, name_);
    },
  };
}

/** Kernels that reduce axes. */
export const reductions: KernelMapping[] = [
  reduction('Sum', 'ReduceSum', ['float32', 'int32']),
  reduction('Mean', 'ReduceMean', ['float32']),
  reduction('Max', 'ReduceMax', ['float32', 'int32'], false),
  reduction('Min', 'ReduceMin', ['float32', 'int32'], false),
  reduction('Prod', 'ReduceProd', ['float32']),
  argument('ArgMax', -Infinity),
  argument('ArgMin', Infinity),
  softmax('Softmax', 'logits'),
];
