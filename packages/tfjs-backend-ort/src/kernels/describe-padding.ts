import type { Description, KernelMapping } from './mapping.js';

/**
 * The description of a kernel that adds a border: the shape, and the sizes before and after each
 * axis.
 */
export function describePadding(
  ...[inputs, attributes]: Parameters<KernelMapping['describe']>
): Description {
  const x = inputs['x']!;
  const paddings = attributes['paddings'] as unknown as [number, number][];
  const [before, after] = [0, 1].map((side) => paddings.map((both) => both[side]!)) as [
    ...[number[], number[]],
  ];
  return {
    inputs: [x],
    outputs: [{ shape: x.shape.map((n, i) => n + before[i]! + after[i]!), dtype: x.dtype }],
    attributes: { before, after },
  };
}
