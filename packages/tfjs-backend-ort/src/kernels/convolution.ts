import { backend_util } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { type AttributeValue, sameShape } from '../graph/graph.js';
import type { ConvolutionAttributes } from '../lowering/convolution/convolution-attributes.js';
import {
  filterGradientStrategies,
  forwardStrategies,
  inputGradientStrategies,
} from '../lowering/convolution/strategies.js';
import { applyFirst, type ConvolutionStrategy } from '../lowering/convolution/strategy.js';
import { all, pick, type KernelMapping } from './mapping.js';

/** The sizes of a convolution; undefined for data formats other than NHWC. */
function sizes(
  input: readonly number[],
  filter: readonly number[],
  attributes: NamedAttrMap,
): ConvolutionAttributes | undefined {
  if (attributes['dataFormat'] !== undefined && attributes['dataFormat'] !== 'NHWC') {
    return undefined;
  }
  const info = backend_util.computeConv2DInfo(
    input as [number, number, number, number],
    filter as [number, number, number, number],
    attributes['strides'] as number,
    (attributes['dilations'] as number | undefined) ?? 1,
    attributes['pad'] as unknown as 'same',
    attributes['dimRoundingMode'] as unknown as 'floor',
  );
  const { top, left, bottom, right } = info.padInfo;
  return {
    kernel: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    pads: [top, left, bottom, right],
    input: info.inShape,
    output: info.outShape,
  };
}

/**
 * A kernel of convolutions whose result has the shape of `result`. `shapes` gives the shapes of the
 * convolution's input and filter, and that of the output gradient for a gradient kernel.
 */
function convolution(
  name: string,
  operands: [string, string],
  shapes: (
    tensors: [TensorInfo, TensorInfo],
    attributes: NamedAttrMap,
  ) => { input: readonly number[]; filter: readonly number[]; gradient?: readonly number[] },
  result: 'input' | 'filter' | 'output',
  strategies: readonly ConvolutionStrategy[],
): KernelMapping {
  return {
    name,
    describe(inputs, attributes) {
      const tensors = pick(inputs, ...operands);
      if (!all(tensors, 'float32')) return undefined;
      const { input, filter, gradient } = shapes(tensors, attributes);
      const size = sizes(input, filter, attributes);
      if (!size || input[3] !== filter[2]) return undefined;
      if (gradient && !sameShape(gradient, size.output)) return undefined;
      const shape = result === 'filter' ? filter : size[result];
      return {
        inputs: tensors,
        outputs: [{ shape, dtype: 'float32' }],
        attributes: { ...size } as Record<string, AttributeValue>,
      };
    },
    lower(lowering, { inputs, outputs, attributes }) {
      const { name, layout } = applyFirst(
        strategies,
        lowering,
        inputs[0]!,
        inputs[1]!,
        attributes as unknown as ConvolutionAttributes,
      );
      lowering.define(outputs[0]!, name, layout);
    },
  };
}

const forward = convolution(
  'Conv2D',
  ['x', 'filter'],
  ([x, filter]) => ({ input: x.shape, filter: filter.shape }),
  'output',
  forwardStrategies,
);

const inputGradient = convolution(
  'Conv2DBackpropInput',
  ['dy', 'filter'],
  ([dy, filter], attributes) => ({
    input: attributes['inputShape'] as number[],
    filter: filter.shape,
    gradient: dy.shape,
  }),
  'input',
  inputGradientStrategies,
);

const filterGradient = convolution(
  'Conv2DBackpropFilter',
  ['x', 'dy'],
  ([x, dy], attributes) => ({
    input: x.shape,
    filter: attributes['filterShape'] as number[],
    gradient: dy.shape,
  }),
  'filter',
  filterGradientStrategies,
);

const depthToSpace: KernelMapping = {
  name: 'DepthToSpace',
  describe(inputs, { blockSize, dataFormat }) {
    const x = inputs['x']!;
    if (!all([x], 'float32') || (dataFormat as unknown) !== 'NHWC') return undefined;
    const block = blockSize as number;
    const [batch, height, width, depth] = x.shape as [number, number, number, number];
    return {
      inputs: [x],
      outputs: [
        { shape: [batch, height * block, width * block, depth / block ** 2], dtype: 'float32' },
      ],
      attributes: { block },
    };
  },
  lower(lowering, { inputs, outputs, attributes }) {
    const name = lowering.builder.node('DepthToSpace', [lowering.channelsFirst(inputs[0]!)], {
      blocksize: attributes['block'] as number,
      mode: 'DCR',
    });
    lowering.define(outputs[0]!, name, 'channelsFirst');
  },
};

/** Two-dimensional convolutions, their gradients, and depth to space. */
export const convolutions: KernelMapping[] = [forward, inputGradient, filterGradient, depthToSpace];
