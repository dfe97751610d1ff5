import { onnxTypes } from '../onnx/onnx-model.js';
import { all, type KernelMapping } from './mapping.js';

/** The largest numbers of each row and their indices: sorted, equal ones in their order. */
export const topK: KernelMapping = {
  name: 'TopK',
  isMultiple: true,
  describe(inputs, attributes) {
    const x = inputs['x']!;
    if (!all([x], 'float32', 'int32')) return undefined;
    const k = attributes['k'] as number;
    const shape = [...x.shape.slice(0, -1), k];
    return {
      inputs: [x],
      outputs: [
        { shape, dtype: x.dtype },
        { shape, dtype: 'int32' },
      ],
      attributes: { k },
    };
  },
  lower(lowering, { inputs, outputs, attributes }) {
    const { builder } = lowering;
    const k = builder.integers([attributes['k'] as number]);
    const [values, indices] = builder.nodes('TopK', [lowering.plain(inputs[0]!), k], 2);
    lowering.define(outputs[0]!, values!);
    lowering.define(outputs[1]!, builder.node('Cast', [indices!], { to: onnxTypes.int32 }));
  },
};
