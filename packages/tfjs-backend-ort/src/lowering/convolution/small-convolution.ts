import type { Lowering } from '../lowering.js';
import type { ConvolutionAttributes } from './convolution-attributes.js';
import type { ConvolutionStrategy } from './strategy.js';
import { blockGrid, pixelTaps } from './taps.js';

/** Up to this many output pixels, one matrix product per batch is faster than one per image. */
const SMALL = 8 * 8;
/** The same where convolutions work in blocks. */
const SMALL_IN_BLOCKS = 4 * 4;

/**
 * Whether a convolution is faster as a matrix product: ONNX Runtime's convolutions multiply image
 * by image, so that a 4×4 or 8×8 image has too few columns and the filter is read once per image.
 */
function isSmallConvolution(
  { blocking }: Lowering,
  { kernel, strides, dilations, output }: ConvolutionAttributes,
): boolean {
  const small = blocking.size > 1 ? SMALL_IN_BLOCKS : SMALL;
  const isWhole = kernel[0] % strides[0] === 0 && kernel[1] % strides[1] === 0;
  return output[1] * output[2] <= small && isWhole && dilations.every((n) => n === 1);
}

/** The convolution as [N·H·W, kh·kw·I] times [kh·kw·I, O]; the result is NHWC. */
export const lowerSmallConvolution: ConvolutionStrategy = (lowering, x, filter, attributes) => {
  if (!isSmallConvolution(lowering, attributes)) return undefined;
  const columns = lowering.concat(pixelTaps(lowering, x, attributes), 1);
  const weights = lowering.plain({ value: filter.value, shape: matrixShape(attributes) });
  const product = lowering.builder.node('Gemm', [columns, weights]);
  return { name: lowering.reshape(product, attributes.output), layout: 'plain' };
};

/**
 * Its input gradient: [N·H·W, O] times the transposed filter gives the contribution of each tap;
 * contributions to the same block of s×s pixels are moved there by padding and added. NHWC.
 * Undefined if the strides leave pixels of the input unread.
 */
export const lowerSmallInputGradient: ConvolutionStrategy = (lowering, dy, filter, attributes) => {
  if (!isSmallConvolution(lowering, attributes)) return undefined;
  const { kernel, strides, pads, input, output } = attributes;
  const [batch, outHeight, outWidth, outputs] = output;
  const [strideY, strideX] = strides;
  const [blocksY, blocksX] = [kernel[0] / strideY, kernel[1] / strideX];
  const { border, rows, columns } = blockGrid(attributes);
  const [top, left] = pads;
  if (border.some((size) => size < 0)) return undefined;

  const { builder } = lowering;
  const gradient = lowering.plain({
    value: dy.value,
    shape: [batch * outHeight * outWidth, outputs],
  });
  const weights = lowering.plain({ value: filter.value, shape: matrixShape(attributes) });
  const row = strideX * input[3];
  const sent = lowering.reshape(builder.node('Gemm', [gradient, weights], { transB: 1 }), [
    ...[batch, outHeight, outWidth],
    ...[kernel[0], blocksX, row],
  ]);
  const blockRows: string[] = [];
  for (let rowInBlock = 0; rowInBlock < strideY; rowInBlock++) {
    const parts: string[] = [];
    for (let y = 0; y < blocksY; y++) {
      for (let x = 0; x < blocksX; x++) {
        const tap = y * strideY + rowInBlock;
        const part = lowering.slice(sent, [3, 4], [tap, x], [tap + 1, x + 1]);
        parts.push(
          lowering.pad(
            lowering.reshape(part, [batch, outHeight, outWidth, row]),
            [0, y, x, 0],
            [0, blocksY - 1 - y, blocksX - 1 - x, 0],
          ),
        );
      }
    }
    const sum = lowering.sum(parts);
    blockRows.push(lowering.reshape(sum, [batch, rows, 1, columns * row]));
  }
  const image = lowering.reshape(lowering.concat(blockRows, 2), [
    ...[batch, rows * strideY, columns * strideX, input[3]],
  ]);
  const name = lowering.slice(image, [1, 2], [top, left], [top + input[1], left + input[2]]);
  return { name, layout: 'plain' };
};

function matrixShape({ kernel, input, output }: ConvolutionAttributes): [number, number] {
  return [kernel[0] * kernel[1] * input[3], output[3]];
}
