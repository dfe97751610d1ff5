import { describePadding } from './describe-padding.js';
import { all, type KernelMapping } from './mapping.js';

/** For each position along an axis with a mirrored border, the position that it repeats. */
function mirrored(size: number, before: number, after: number, isReflected: boolean): number[] {
  // A reflection does not repeat the edge itself.
  const edge = isReflected ? 0 : 1;
  return Array.from({ length: before + size + after }, (_, place) => {
    const at = place - before;
    if (at < 0) return -at - edge;
    return at < size ? at : 2 * (size - 1) - at + edge;
  });
}

/** Padding by reflection, axis by axis. */
export const mirrorPad: KernelMapping = {
  name: 'MirrorPad',
  describe(inputs, attributes) {
    if (!all([inputs['x']!], 'float32', 'int32', 'bool')) return undefined;
    const padding = describePadding(inputs, attributes);
    return {
      ...padding,
      attributes: {
        ...padding.attributes,
        isReflected: (attributes['mode'] as unknown as string) === 'reflect',
      },
    };
  },
  lower(lowering, { inputs, outputs, attributes }) {
    const { builder } = lowering;
    const [x] = inputs;
    const before = attributes['before'] as number[];
    const after = attributes['after'] as number[];
    const isReflected = attributes['isReflected'] as boolean;
    const name = x!.shape.reduce((so, size, axis) => {
      const [first, last] = [before[axis]!, after[axis]!];
      if (first === 0 && last === 0) return so;
      const places = mirrored(size, first, last, isReflected);
      return builder.node('Gather', [so, builder.integers(places)], { axis });
    }, lowering.plain(x!));
    lowering.define(outputs[0]!, name);
  },
};
