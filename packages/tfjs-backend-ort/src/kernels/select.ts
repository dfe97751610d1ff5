import { upcastType } from '@tensorflow/tfjs-core';
import { onnxTypes, type OnnxType } from '../onnx/onnx-model.js';
import { lowerElementwise } from './by-element.js';
import { all, pick, type KernelMapping } from './mapping.js';

/** `t` where a condition is true, `e` elsewhere: `tf.where`. */
export const select: KernelMapping = {
  name: 'Select',
  describe(inputs) {
    const [condition, t, e] = pick(inputs, 'condition', 't', 'e');
    const isFullRank = condition.shape.length === t.shape.length;
    if (condition.dtype !== 'bool' || !all([t, e], 'float32', 'int32', 'bool') || !isFullRank) {
      return undefined;
    }
    const dtype = upcastType(t.dtype, e.dtype);
    return { inputs: [condition, t, e], outputs: [{ shape: t.shape, dtype }] };
  },
  lower: lowerElementwise(({ builder }, [condition, ...choices], { inputs, outputs }) => {
    const { dtype } = outputs[0]!;
    if (dtype === 'bool') {
      // ONNX Runtime has no `Where` for bool.
      const not = builder.node('Not', [condition!]);
      const [t, e] = [condition!, not].map((side, i) => builder.node('And', [side, choices[i]!]));
      return builder.node('Or', [t!, e!]);
    }
    const operands = choices.map((name, index) =>
      inputs[index + 1]!.value.dtype === dtype
        ? name
        : builder.node('Cast', [name], { to: onnxTypes[dtype as OnnxType] }),
    );
    return builder.node('Where', [condition!, ...operands]);
  }),
};
