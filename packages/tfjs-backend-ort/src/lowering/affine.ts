import type { Use } from '../graph/graph.js';
import type { Lowering } from './lowering.js';

/** A per-channel operand of an NCHW tensor: [C], or [1, 1, 1, C]. */
function isPerChannel({ shape }: Use, channels: number): boolean {
  return shape.at(-1) === channels && shape.slice(0, -1).every((size) => size === 1);
}

/**
 * `x * scale + shift` per channel as one pass over an NCHW tensor, if `sum` of `a` and `b` is that;
 * else undefined. ONNX has no such operation, but inference batch normalisation with mean 0 and
 * variance 1 is one, at half the time of a product and a sum.
 */
export function lowerAffine(lowering: Lowering, a: Use, b: Use): string | undefined {
  for (const [product, shift] of [
    [a, b],
    [b, a],
  ] as const) {
    const channels = product.shape[3];
    const node = product.value.node;
    if (product.shape.length !== 4 || channels === undefined || channels === 1) continue;
    if (node?.operation.name !== 'Multiply' || !isPerChannel(shift, channels)) continue;
    const [left, right] = node.inputs as [Use, Use];
    const [x, scale] = isPerChannel(right, channels) ? [left, right] : [right, left];
    const isWhole = x.shape.length === 4 && x.shape.every((n, axis) => n === product.shape[axis]);
    if (!isWhole || !isPerChannel(scale, channels) || !lowering.isChannelsFirst(x)) continue;
    const { builder } = lowering;
    const vector = ({ value }: Use): string => lowering.plain({ value, shape: [channels] });
    const constant = (number: number): string =>
      builder.constant('float32', [channels], Array<number>(channels).fill(number));
    return builder.node(
      'BatchNormalization',
      [lowering.channelsFirst(x), vector(scale), vector(shift), constant(0), constant(1)],
      { epsilon: { float: 0 } },
    );
  }
  return undefined;
}
