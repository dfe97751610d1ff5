import type { KernelMapping } from './mapping.js';

const fill: KernelMapping = {
  name: 'Fill',
  isConstant: true,
  describe(_, attributes) {
    const { shape, value } = attributes as unknown as { shape: number[]; value: number | string };
    const dtype = (attributes['dtype'] as unknown as string | undefined) ?? 'float32';
    if (typeof value === 'string' || dtype !== 'float32') return undefined;
    return { inputs: [], outputs: [{ shape, dtype: 'float32' }], attributes: { value, shape } };
  },
  lower(lowering, { outputs, attributes }) {
    const { builder } = lowering;
    const number = lowering.number(attributes['value'] as number);
    const shape = builder.integers(attributes['shape'] as number[]);
    lowering.define(outputs[0]!, builder.node('Expand', [number, shape]));
  },
};

function like(name: string, value: number): KernelMapping {
  return {
    name,
    isConstant: true,
    describe(inputs) {
      const { shape, dtype } = inputs['x']!;
      if (dtype !== 'float32') return undefined;
      return { inputs: [], outputs: [{ shape, dtype }], attributes: { value, shape } };
    },
    lower: fill.lower,
  };
}

/** Kernels that make constant tensors. */
export const filling: KernelMapping[] = [fill, like('ZerosLike', 0), like('OnesLike', 1)];
