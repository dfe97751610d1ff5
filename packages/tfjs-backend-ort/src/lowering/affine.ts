import { sameShape, sizeOf, type GraphNode, type Use } from '../graph/graph.js';
import type { Layout, Lowering } from './lowering.js';

/**
 * `x * scale`, with one number of `scale` per channel of `x`, whose shape is that of the product.
 */
interface Scaled {
  readonly x: Use;
  readonly scale: Use;
}

/** Emits `node` in one pass over the image, if it is a product or sum per channel. */
type Special = (lowering: Lowering, node: GraphNode, layout: Layout) => string | undefined;

const bothWays = <T>([a, b]: readonly T[]): [T, T][] => [
  [a!, b!],
  [b!, a!],
];

/** Whether a use has one number per channel: [C], or [1, 1, 1, C]. */
function isPerChannel({ shape }: Use, channels: number): boolean {
  return channels > 1 && shape.at(-1) === channels && sizeOf(shape) === channels;
}

/** The operands of `use`, if it is a product with one number per channel. */
function scaled(lowering: Lowering, { value, shape }: Use): Scaled | undefined {
  if (value.node?.operation.name !== 'Multiply' || !sameShape(shape, value.shape)) return undefined;
  return scaledInputs(lowering, value.node);
}

function scaledInputs(lowering: Lowering, { inputs, outputs }: GraphNode): Scaled | undefined {
  const { shape } = outputs[0]!;
  return bothWays(inputs)
    .map(([x, scale]) => ({ x, scale }))
    .find(
      ({ x, scale }) =>
        sameShape(x.shape, shape) &&
        isPerChannel(scale, shape[3]!) &&
        lowering.layoutOf(x) !== 'plain',
    );
}

/** A product with one number per channel. */
export const lowerProduct: Special = (lowering, node, layout) => {
  if (layout !== 'blocked') return undefined;
  const { blocking } = lowering;
  const product = scaledInputs(lowering, node);
  const { shape } = node.outputs[0]!;
  return product && blocking.affine(product.x, blocking.vector(product.scale, shape));
};

/** `x * scale + shift` with one number per channel, or `x * scale + y`. */
export const lowerSum: Special = (lowering, node, layout) => {
  if (layout === 'plain') return undefined;
  for (const [a, b] of bothWays(node.inputs)) {
    const sum = layout === 'blocked' ? inBlocks(lowering, node, a, b) : inOnePass(lowering, a, b);
    if (sum !== undefined) return sum;
  }
  return undefined;
};

function inBlocks(lowering: Lowering, node: GraphNode, a: Use, b: Use): string | undefined {
  const { shape } = node.outputs[0]!;
  if (!sameShape(a.shape, shape)) return undefined;
  const { blocking } = lowering;
  const product = scaled(lowering, a);
  const scale = product && blocking.vector(product.scale, shape);
  if (isPerChannel(b, shape[3]!)) {
    const shift = blocking.vector(b, shape);
    if (product && scale) return blocking.affine(product.x, scale, shift);
    return (
      blocking.shift(lowering.blocked(a), shift) ??
      blocking.affine(a, blocking.uniform(1, shape), shift)
    );
  }
  if (!sameShape(b.shape, shape)) return undefined;
  return product && scale
    ? blocking.affine(product.x, scale, '', lowering.blocked(b))
    : blocking.add(lowering.blocked(a), lowering.blocked(b));
}

/**
 * ONNX has no such operation, but batch normalisation for inference with mean 0 and variance 1 is
 * one.
 */
function inOnePass(lowering: Lowering, a: Use, b: Use): string | undefined {
  const product = a.shape.length === 4 ? scaled(lowering, a) : undefined;
  const channels = a.shape[3]!;
  if (!product || !isPerChannel(b, channels)) return undefined;
  const { builder } = lowering;
  const vector = ({ value }: Use): string => lowering.plain({ value, shape: [channels] });
  const constant = (number: number): string =>
    builder.constant('float32', [channels], Array<number>(channels).fill(number));
  return builder.node(
    'BatchNormalization',
    [lowering.channelsFirst(product.x), vector(product.scale), vector(b), constant(0), constant(1)],
    { epsilon: { float: 0 } },
  );
}
