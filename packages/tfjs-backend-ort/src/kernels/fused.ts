import type { Attributes, Use, Value } from '../graph/graph.js';
import { convolutions } from './convolution.js';
import { elementwise } from './elementwise.js';
import { all, type KernelMapping } from './mapping.js';
import { matrices } from './matrix.js';

/** Kernels by activation; `linear` needs none, and `prelu` falls back to the cpu kernel. */
const activations: Record<string, string | undefined> = {
  relu: 'Relu',
  relu6: 'Relu6',
  elu: 'Elu',
  sigmoid: 'Sigmoid',
  leakyrelu: 'LeakyRelu',
};

const mappings = new Map(
  [...convolutions, ...matrices, ...elementwise].map((mapping) => [mapping.name, mapping]),
);

/**
 * One of the kernels that make up a fused one; it reads the result of the part before, then
 * `inputs`.
 */
interface Part {
  readonly kernel: string;
  readonly inputs: readonly Use[];
  readonly attributes: Attributes;
}

/**
 * A kernel with a bias and an activation, which layers and graph models call if no gradient is
 * needed. It is lowered as the kernels that make it up.
 */
function fused(name: string, product: string, [left, right]: [string, string]): KernelMapping {
  return {
    name,
    describe(inputs, attributes) {
      const { bias } = inputs;
      const { activation = 'linear' } = attributes as { activation?: string };
      const description = mappings
        .get(product)!
        .describe({ [left]: inputs[left]!, [right]: inputs[right]! }, attributes);
      const channels = description?.outputs[0]!.shape.at(-1);
      const fits = !bias || (all([bias], 'float32') && bias.shape.join() === `${channels}`);
      if (!description || !fits || !(activation === 'linear' || activation in activations)) {
        return undefined;
      }
      return {
        inputs: [...description.inputs, ...(bias ? [bias] : [])],
        outputs: description.outputs,
        attributes: {
          ...description.attributes,
          activation,
          alpha: (attributes['leakyreluAlpha'] as number | undefined) ?? 0,
        },
      };
    },
    lower(lowering, node) {
      const { inputs, outputs } = node;
      const [bias] = inputs.slice(2);
      const { activation, alpha, ...attributes } = node.attributes;
      const kernel = activations[activation as string];
      const parts: Part[] = [{ kernel: product, inputs: inputs.slice(0, 2), attributes }];
      if (bias) parts.push({ kernel: 'Add', inputs: [bias], attributes: {} });
      if (kernel) {
        parts.push({
          kernel,
          inputs: [],
          attributes: kernel === 'LeakyRelu' ? { alpha: alpha! } : {},
        });
      }
      const { shape, dtype } = outputs[0]!;
      let before: Use[] = [];
      parts.forEach((part, index) => {
        const isLast = index === parts.length - 1;
        const value: Value = isLast ? outputs[0]! : { shape, dtype, index: 0 };
        const operation = mappings.get(part.kernel)!;
        operation.lower(lowering, {
          id: node.id,
          operation,
          inputs: [...before, ...part.inputs],
          outputs: [value],
          attributes: part.attributes,
        });
        before = [{ value, shape }];
      });
    },
  };
}

/** Convolutions and matrix products with a bias and an activation. */
export const fusions: KernelMapping[] = [
  fused('FusedConv2D', 'Conv2D', ['x', 'filter']),
  fused('_FusedMatMul', 'BatchMatMul', ['a', 'b']),
];
