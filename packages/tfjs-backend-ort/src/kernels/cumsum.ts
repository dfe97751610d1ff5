import { util } from '@tensorflow/tfjs-core';
import { all, type KernelMapping } from './mapping.js';

/** Cumulative sums along one axis. */
export const cumsum: KernelMapping = {
  name: 'Cumsum',
  describe(inputs, attributes) {
    const x = inputs['x']!;
    if (!all([x], 'float32', 'int32')) return undefined;
    const [axis] = util.parseAxisParam(attributes['axis'] as number, x.shape);
    return {
      inputs: [x],
      outputs: [{ shape: x.shape, dtype: x.dtype }],
      attributes: {
        axis: axis!,
        exclusive: Boolean(attributes['exclusive']),
        reverse: Boolean(attributes['reverse']),
      },
    };
  },
  lower(lowering, { inputs, outputs, attributes }) {
    const { builder } = lowering;
    const axis = builder.constant('int64', [], [attributes['axis'] as number]);
    const name = builder.node('CumSum', [lowering.plain(inputs[0]!), axis], {
      exclusive: attributes['exclusive'] ? 1 : 0,
      reverse: attributes['reverse'] ? 1 : 0,
    });
    lowering.define(outputs[0]!, name);
  },
};
