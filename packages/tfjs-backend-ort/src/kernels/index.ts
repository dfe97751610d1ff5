import { convolutions } from './convolution.js';
import { cropAndResize } from './crop-and-resize.js';
import { cumsum } from './cumsum.js';
import { elementwise } from './elementwise.js';
import { filling } from './filling.js';
import { fusions } from './fused.js';
import { joining } from './joining.js';
import type { KernelMapping } from './mapping.js';
import { matrices } from './matrix.js';
import { mirrorPad } from './mirror-pad.js';
import { ordering } from './ordering.js';
import { poolings } from './pooling.js';
import { reductions } from './reduction.js';
import { resizings } from './resizing.js';
import { slicing } from './slicing.js';
import { topK } from './top-k.js';

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
  ...resizings,
  cropAndResize,
  cumsum,
  mirrorPad,
  topK,
];
