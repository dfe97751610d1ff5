import type { Use } from '../../graph/graph.js';
import type { Layout, Lowering } from '../lowering.js';
import type { ConvolutionAttributes } from './convolution-attributes.js';

/** The name of a result and its layout. */
export interface LoweredTensor {
  readonly name: string;
  readonly layout: Layout;
}

/**
 * One way to compute a convolution or one of its gradients; undefined where it does not apply.
 * `a` and `b` are the kernel's operands in the order of TensorFlow.js: `x` and `filter` of Conv2D,
 * `dy` and `filter` of its input gradient, `x` and `dy` of its filter gradient.
 */
export type ConvolutionStrategy = (
  lowering: Lowering,
  a: Use,
  b: Use,
  attributes: ConvolutionAttributes,
) => LoweredTensor | undefined;

/** Applies the first of `strategies` that can be applied; throws if none can. */
export function applyFirst(
  strategies: readonly ConvolutionStrategy[],
  ...operands: Parameters<ConvolutionStrategy>
): LoweredTensor {
  for (const strategy of strategies) {
    const result = strategy(...operands);
    if (result) return result;
  }
  throw new Error('no convolution strategy applies; the last one must be general');
}
