import type { GraphNode } from '../graph/graph.js';
import type { Lowering } from '../lowering/lowering.js';
import { lowerElementwise, onnx, unary } from './by-element.js';
import type { KernelMapping } from './mapping.js';

function rectification(
  name: 'Relu' | 'LeakyRelu',
  emit: Parameters<typeof unary>[1],
  attributes: string[],
): KernelMapping {
  const mapping = unary(name, emit, {
    attributes,
    staysFinite: true,
    special: (lowering, { inputs: [x], attributes }, layout) =>
      layout === 'blocked'
        ? lowering.blocking.activate(
            lowering.blocked(x!),
            name,
            Object.values(attributes) as number[],
          )
        : undefined,
  });
  return {
    ...mapping,
    lower(lowering: Lowering, node: GraphNode): void {
      mapping.lower(lowering, node);
      const alpha = (node.attributes['alpha'] as number | undefined) ?? 0;
      if (alpha >= 0) lowering.defineRectified(node.inputs[0]!, node.outputs[0]!);
    },
  };
}

/** A factor that turns every number above 1e-38 into 1 or more. */
const HUGE = 1e38;

/**
 * 1 where x > 0, alpha elsewhere, NaN where x is NaN. Clipping a huge multiple is twice as fast as
 * a comparison, and one node does both where alpha is 0. At x = 0 it gives alpha only for alphas
 * from 0 to 1.
 */
const lowerStep = lowerElementwise(
  (lowering, [x], { attributes }) => {
    const alpha = attributes['alpha'] as number;
    const { builder } = lowering;
    if (alpha < 0 || alpha > 1) {
      const isPositive = builder.node('Greater', [x!, lowering.number(0)]);
      const steps = [lowering.number(1), lowering.number(alpha)];
      const result = builder.node('Where', [isPositive, ...steps]);
      return builder.node('Where', [builder.node('IsNaN', [x!]), x!, result]);
    }
    return alpha === 0
      ? builder.node('HardSigmoid', [x!], { alpha: { float: HUGE }, beta: { float: 0 } })
      : builder.node('Clip', [
          builder.node('Mul', [x!, lowering.number(HUGE)]),
          lowering.number(alpha),
          lowering.number(1),
        ]);
  },
  { staysFinite: true },
);

/**
 * The mask in the gradient of a rectification. It is read from the result, so that the memory of
 * the input can be freed.
 */
const step: KernelMapping = {
  ...unary('Step', onnx('Clip'), { attributes: ['alpha'] }),
  lower(lowering, node) {
    const inputs = node.inputs.map((input) => lowering.positiveAlike(input));
    lowerStep(lowering, { ...node, inputs });
  },
};

/** ReLU, LeakyReLU and the masks of their gradients. */
export const rectifying: KernelMapping[] = [
  rectification('Relu', onnx('Relu'), []),
  rectification(
    'LeakyRelu',
    ({ builder }, [x], { attributes }) =>
      builder.node('LeakyRelu', [x!], { alpha: { float: attributes['alpha'] as number } }),
    ['alpha'],
  ),
  step,
];
