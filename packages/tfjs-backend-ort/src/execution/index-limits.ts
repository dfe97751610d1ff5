import type { GraphNode } from '../graph/graph.js';
import type { RunValues, Schedule } from '../graph/schedule.js';

/** An input of a run whose numbers a node takes as indices of `size` rows. */
export interface IndexLimit {
  readonly input: number;
  readonly size: number;
}

/** Indices that a run is fed, to be checked before it, and the nodes whose indices it computes, which may fail in its middle. */
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

/** Throws a RangeError for an index outside of its rows. */
export function checkIndices({ inputs }: RunValues, limits: readonly IndexLimit[]): void {
  for (const { input, size } of limits) {
    const indices = inputs[input]!.data as Int32Array | undefined;
    if (!indices) continue;
    // A batch of moved pictures has half a million: what iterates otherwise takes ten times as long.
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i]!;
      if (index >= 0 && index < size) continue;
      throw new RangeError(`the index value ${index} is not in [0, ${size - 1}]`);
    }
  }
}
