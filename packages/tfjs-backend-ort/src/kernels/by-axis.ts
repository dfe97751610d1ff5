import type { GraphNode } from '../graph/graph.js';
import { channelsFirstAxis, type Lowering } from '../lowering/lowering.js';
import type { KernelMapping } from './mapping.js';

/**
 * Whether to compute in NCHW: an operation along an axis cannot work on blocks of channels, but
 * blocks are closer to NCHW.
 */
function isChannelsFirst(lowering: Lowering, { inputs }: GraphNode): boolean {
  return inputs.some((input) => lowering.layoutOf(input) !== 'plain');
}

function moved<T>(values: readonly T[]): T[] {
  const result = [...values];
  values.forEach((value, axis) => (result[channelsFirstAxis[axis]!] = value));
  return result;
}

/** A kernel that acts on each axis separately, so that it can run in either layout. */
export function byAxis(
  name: string,
  describe: KernelMapping['describe'],
  emit: (
    lowering: Lowering,
    inputs: string[],
    node: GraphNode,
    order: <T>(values: readonly T[]) => T[],
  ) => string,
  inBlocks?: (lowering: Lowering, node: GraphNode) => string | undefined,
): KernelMapping {
  return {
    name,
    describe,
    lower(lowering, node) {
      const output = node.outputs[0]!;
      const blocked = inBlocks?.(lowering, node);
      if (blocked !== undefined) {
        lowering.define(output, blocked, 'blocked');
      } else if (output.shape.length === 4 && isChannelsFirst(lowering, node)) {
        const inputs = node.inputs.map((input) => lowering.channelsFirst(input));
        lowering.define(output, emit(lowering, inputs, node, moved), 'channelsFirst');
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
