import type { DataType } from '@tensorflow/tfjs-core';
import { sameShape } from '../graph/graph.js';
import { onnxTypes } from '../onnx/onnx-model.js';
import { lowerElementwise } from './by-element.js';
import { all, type KernelMapping } from './mapping.js';

const castElements = lowerElementwise((lowering, [x], { attributes, inputs }) => {
  const { builder } = lowering;
  const to = attributes['to'] as number;
  if (inputs[0]!.value.dtype !== 'float32' || to !== onnxTypes.int32) {
    return builder.node('Cast', [x!], { to });
  }
  // As in JavaScript: numbers outside of int32 are taken modulo 2³², NaN and infinities become 0.
  const rest = builder.node('Mod', [x!, lowering.number(2 ** 32)], { fmod: 1 });
  const long = builder.node('Cast', [rest], { to: onnxTypes.int64 });
  // ONNX Runtime merges two consecutive casts into one, which would saturate.
  const apart = builder.node('Add', [long, builder.constant('int64', [], [0])]);
  return builder.node('Cast', [apart], { to });
});

/** Conversion to another dtype. */
export const cast: KernelMapping = {
  name: 'Cast',
  describe(inputs, attributes) {
    const x = inputs['x']!;
    const dtype = attributes['dtype'] as DataType;
    if (!all([x], 'float32', 'int32', 'bool')) return undefined;
    if (dtype !== 'float32' && dtype !== 'int32' && dtype !== 'bool') return undefined;
    return {
      inputs: [x],
      outputs: [{ shape: x.shape, dtype }],
      attributes: { to: onnxTypes[dtype] },
    };
  },
  lower(lowering, node) {
    const [x] = node.inputs;
    const [y] = node.outputs;
    if (x!.value.dtype === y!.dtype && sameShape(x!.shape, x!.value.shape)) lowering.alias(y!, x!);
    else castElements(lowering, node);
  },
};
