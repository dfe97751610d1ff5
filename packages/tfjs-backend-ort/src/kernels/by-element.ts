import { backend_util } from '@tensorflow/tfjs-core';
import type { DataType } from '@tensorflow/tfjs-core';
import { sameShape, type GraphNode } from '../graph/graph.js';
import type { Layout, Lowering } from '../lowering/lowering.js';
import type { OnnxAttribute } from '../onnx/onnx-model.js';
import { all, pick, type KernelMapping } from './mapping.js';

type Emit = (lowering: Lowering, operands: string[], node: GraphNode) => string;

/** How a kernel treats layouts. */
export interface ElementwiseOptions {
  /** Whether finite inputs give finite results; if so, it may compute on the padding of blocks. */
  readonly staysFinite?: boolean;
  /** Emits a faster form in this layout, if there is one. */
  readonly special?: (lowering: Lowering, node: GraphNode, layout: Layout) => string | undefined;
}

/** The layout to compute in: one that an input already has. */
function chooseLayout(lowering: Lowering, node: GraphNode, staysFinite: boolean): Layout {
  const { shape, dtype } = node.outputs[0]!;
  const { blocking } = lowering;
  if (shape.length !== 4) return 'plain';
  const layouts = node.inputs.map((input) => lowering.layoutOf(input));
  const isFloat = [dtype, ...node.inputs.map(({ value }) => value.dtype)].every(
    (type) => type === 'float32',
  );
  const isFilled = blocking.packed(shape)[3]! % blocking.size === 0;
  const isInBlocks = node.inputs.some(
    (input, index) => layouts[index] === 'blocked' && sameShape(input.shape, shape),
  );
  if (isInBlocks && isFloat && (isFilled || staysFinite)) return 'blocked';
  if (layouts.every((layout) => layout === 'plain')) return 'plain';
  // An input that exists in both layouts follows those that exist in only one.
  const images = node.inputs.filter((input) => sameShape(input.shape, shape));
  const has = (layout: Layout) => images.every((input) => lowering.hasLayout(input, layout));
  return has('plain') && !has('channelsFirst') ? 'plain' : 'channelsFirst';
}

/** Emits an element-wise node in a layout that its inputs already have. */
export function lowerElementwise(
  emit: Emit,
  { staysFinite = false, special }: ElementwiseOptions = {},
): KernelMapping['lower'] {
  return (lowering, node) => {
    const { inputs } = node;
    const output = node.outputs[0]!;
    const define = (layout: Layout, name: string | undefined): boolean => {
      if (name !== undefined) lowering.define(output, name, layout);
      return name !== undefined;
    };
    const layout = chooseLayout(lowering, node, staysFinite);
    if (define(layout, special?.(lowering, node, layout))) return;
    if (layout === 'plain') {
      const operands = inputs.map((input) => lowering.plain(input));
      define(layout, emit(lowering, operands, node));
      return;
    }
    const inBlocks =
      layout === 'blocked'
        ? lowering.blocking.elementwise(inputs, output.shape, (operands) =>
            emit(lowering, operands, node),
          )
        : undefined;
    if (define('blocked', inBlocks)) return;
    const operands = inputs.map((input) => lowering.channelsFirstOperand(input));
    define('channelsFirst', emit(lowering, operands, node));
  };
}

/** Emits an ONNX operator. */
export function onnx(op: string, attributes: Record<string, OnnxAttribute> = {}): Emit {
  return ({ builder }, operands) => builder.node(op, operands, attributes);
}

/** A kernel of two operands, `a` and `b`, that broadcast. */
export function binary(
  name: string,
  emit: Emit,
  dtypes: DataType[],
  options: { result?: DataType } & ElementwiseOptions = {},
): KernelMapping {
  const { result } = options;
  return {
    name,
    describe(inputs) {
      const [a, b] = pick(inputs, 'a', 'b');
      if (!all([a, b], ...dtypes) || a.dtype !== b.dtype) return undefined;
      const shape = backend_util.assertAndGetBroadcastShape(a.shape, b.shape);
      return { inputs: [a, b], outputs: [{ shape, dtype: result ?? a.dtype }] };
    },
    lower: lowerElementwise(emit, options),
  };
}

/** A kernel of one operand, `x`. */
export function unary(
  name: string,
  emit: Emit,
  options: {
    dtypes?: DataType[];
    result?: DataType;
    attributes?: string[];
  } & ElementwiseOptions = {},
): KernelMapping {
  const { dtypes = ['float32'], result, attributes = [] } = options;
  return {
    name,
    describe(inputs, given) {
      const x = inputs['x']!;
      if (!dtypes.includes(x.dtype)) return undefined;
      return {
        inputs: [x],
        outputs: [{ shape: x.shape, dtype: result ?? x.dtype }],
        attributes: Object.fromEntries(attributes.map((key) => [key, given[key] as number])),
      };
    },
    lower: lowerElementwise(emit, options),
  };
}
