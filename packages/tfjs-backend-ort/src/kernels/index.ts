import { convolutions } from './convolution.js';
import { elementwise } from './elementwise.js';
import { filling } from './filling.js';
import { fusions } from './fused.js';
import { joining } from './joining.js';
import type { KernelMapping } from './mapping.js';
import { matrices } from './matrix.js';
import { ordering } from './ordering.js';
import { poolings } from './pooling.js';
import { reductions } from './reduction.js';
import { slicing } from './slicing.js';

/** Every kernel that is recorded as ONNX. */
export const mappings: readonly KernelMapping[] = [
  ...elementwise,
  ...reductions,
  ...slicing,
  ...joining,
  ...ordering,
  ...filling,
  ...matrices,
  ...convolutions,
  ...poolings,
  ...fusions,
];
