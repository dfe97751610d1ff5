import { backend_util } from '@tensorflow/tfjs-core';
import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import { type AttributeValue, sameShape } from '../graph/graph.js';
import { lowerBlockedConvolution, type Result } from '../lowering/blocked-convolution.js';
import { lowerBlockedInputGradient } from '../lowering/blocked-input-gradient.js';
import { lowerFilterGradient } from '../lowering/filter-gradient.js';
import { halvesImage, lowerDoublingConvolution } from '../lowering/doubling-convolution.js';
import type { ConvolutionAttributes } from '../lowering/convolution-attributes.js';
import type { Lowering } from '../lowering/lowering.js';
import {
  lowerNarrowConvolution,
  lowerNarrowInputGradient,
} from '../lowering/narrow-convolution.js';
import {
  isSmallConvolution,
  lowerSmallConvolution,
  lowerSmallInputGradient,
} from '../lowering/small-convolution.js';
import { all, pick, type KernelMapping } from './mapping.js';

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

function convolution(
  name: string,
  operands: [string, string],
  shapes: (
    tensors: [TensorInfo, TensorInfo],
    attributes: NamedAttrMap,
  ) => { input: readonly number[]; filter: readonly number[]; gradient?: readonly number[] },
  result: 'input' | 'filter' | 'output',
  emit: (
    lowering: Lowering,
    inputs: Parameters<Lowering['plain']>[0][],
    attributes: ConvolutionAttributes,
  ) => Result,
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
      const { name, layout } = emit(
        lowering,
        [...inputs],
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
  (lowering, [x, filter], attributes) => {
    if (isSmallConvolution(lowering, attributes)) {
      const name = lowerSmallConvolution(lowering, x!, filter!, attributes);
      return { name, layout: 'plain' };
    }
    const narrow = lowerNarrowConvolution(lowering, x!, filter!, attributes);
    if (narrow) return { name: narrow, layout: 'plain' };
    const blocked = lowerBlockedConvolution(lowering, x!, filter!, attributes);
    if (blocked) return blocked;
    const { kernel, strides, dilations, pads } = attributes;
    const weights = lowering.permute(lowering.plain(filter!), filter!.shape, [3, 2, 0, 1]);
    const name = lowering.builder.node('Conv', [lowering.channelsFirst(x!), weights], {
      kernel_shape: [...kernel],
      strides: [...strides],
      dilations: [...dilations],
      pads: [...pads],
    });
    return { name, layout: 'channelsFirst' };
  },
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
  (lowering, [dy, filter], attributes) => {
    const { builder } = lowering;
    const { kernel, strides, dilations, pads, input, output } = attributes;
    const small = isSmallConvolution(lowering, attributes)
      ? lowerSmallInputGradient(lowering, dy!, filter!, attributes)
      : undefined;
    if (small) return { name: small, layout: 'plain' };
    const operands = [lowering, dy!, filter!, attributes] as const;
    const narrow = lowerNarrowInputGradient(...operands);
    if (narrow) return { name: narrow, layout: 'plain' };
    const blocked = lowerBlockedInputGradient(...operands);
    if (blocked) return blocked;
    if (halvesImage(attributes)) {
      return { name: lowerDoublingConvolution(...operands), layout: 'channelsFirst' };
    }
    const isPlain = [...strides, ...dilations].every((n) => n === 1);
    const gradient = lowering.channelsFirst(dy!);
    const [height, width] = kernel;
    const [inputs, outputs] = filter!.shape.slice(2) as [number, number];
    if (isPlain) {
      // With stride 1 it is a convolution with the kernel turned round.
      const taps = lowering.plain({
        value: filter!.value,
        shape: [height * width, inputs, outputs],
      });
      const turned = builder.node(
        'Gather',
        [
          taps,
          builder.integers(
            Array.from({ length: height * width }, (_, i) => height * width - 1 - i),
          ),
        ],
        { axis: 0 },
      );
      const weights = lowering.reshape(
        lowering.permute(turned, [height * width, inputs, outputs], [1, 2, 0]),
        [inputs, outputs, height, width],
      );
      const [top, left, bottom, right] = pads;
      const name = builder.node('Conv', [gradient, weights], {
        kernel_shape: [...kernel],
        pads: [height - 1 - top, width - 1 - left, height - 1 - bottom, width - 1 - right],
      });
      return { name, layout: 'channelsFirst' };
    }
    const weights = lowering.permute(lowering.plain(filter!), filter!.shape, [3, 2, 0, 1]);
    const outputPadding = [0, 1].map((axis) => {
      const span = (kernel[axis]! - 1) * dilations[axis]! + 1;
      const covered = (output[axis + 1]! - 1) * strides[axis]! + span;
      return input[axis + 1]! + pads[axis]! + pads[axis + 2]! - covered;
    });
    const name = builder.node('ConvTranspose', [gradient, weights], {
      kernel_shape: [...kernel],
      strides: [...strides],
      dilations: [...dilations],
      pads: [...pads],
      output_padding: outputPadding,
    });
    return { name, layout: 'channelsFirst' };
  },
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
  (lowering, [x, dy], attributes) => ({
    name: lowerFilterGradient(lowering, x!, dy!, attributes),
    layout: 'plain',
  }),
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
