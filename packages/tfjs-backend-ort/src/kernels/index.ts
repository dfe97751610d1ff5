import { convolutions } from './convolution.js';
import { elementwise } from './elementwise.js';
import type { KernelMapping } from './mapping.js';
import { matrices } from './matrix.js';
import { rearrangements } from './rearrangement.js';
import { reductions } from './reduction.js';

/** Every kernel that is recorded as ONNX. */
export const mappings: readonly KernelMapping[] = [
  ...elementwise,
  ...reductions,
  ...rearrangements,
  ...matrices,
  ...convolutions,
];
