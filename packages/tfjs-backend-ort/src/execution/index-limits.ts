import type { GraphNode } from '../graph/graph.js';
import type { RunValues, Schedule } from '../graph/schedule.js';

/** An input of a run whose numbers a node uses as indices of `size` rows. */
export interface IndexLimit {
  readonly input: number;
  readonly size: number;
}

/**
 * Inputs that are indices, to be checked before a run, and nodes whose indices are computed, which
 * may fail during it.
 */
export function findIndexing({ nodes, inputs }: Schedule): {
  limits: IndexLimit[];
  unchecked: GraphNode[];
} {
  const positions = new Map(inputs.map((value, position) => [value, position]));
  const limits: IndexLimit[] = [];
  const unchecked: GraphNode[] = [];
  for (const node of nodes) {
    if (node.operation.name !== 'GatherV2') continue;
    const [x, indices] = node.inputs;
    const input = positions.get(indices!.value);
    if (input === undefined) unchecked.push(node);
    else limits.push({ input, size: x!.shape[node.attributes['axis'] as number]! });
  }
  return { limits, unchecked };
}

/** Throws a RangeError for an index that is out of range. */
export function checkIndices({ inputs }: RunValues, limits: readonly IndexLimit[]): void {
  for (const { input, size } of limits) {
    const indices = inputs[input]!.data as Int32Array | undefined;
    if (!indices) continue;
    // A batch of augmented images has half a million indices: other ways to iterate take ten times
    // as long.
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i]!;
      if (index >= 0 && index < size) continue;
      throw new RangeError(`the index value ${index} is not in [0, ${size - 1}]`);
    }
  }
}
