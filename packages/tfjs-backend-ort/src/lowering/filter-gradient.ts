import type { Use } from '../graph/graph.js';
import type { ConvolutionAttributes } from '../kernels/convolution.js';
import type { Lowering } from './lowering.js';

/**
 * The gradient of a convolution's filter, [kh, kw, I, O]: for each tap the product of the
 * shifted input, [N·H·W, I] transposed, with the output's gradient, [N·H·W, O]. With stride s
 * the input is read as blocks of s×s pixels, so that a row of s taps is one product.
 */
export function lowerFilterGradient(
  lowering: Lowering,
  x: Use,
  dy: Use,
  attributes: ConvolutionAttributes,
): string {
  const { builder } = lowering;
  const { kernel, strides, pads, output } = attributes;
  const [batch, outHeight, outWidth, outputs] = output;
  const [inHeight, inWidth, inputs] = attributes.input.slice(1) as [number, number, number];
  const [strideY, strideX] = strides;
  const [kernelY, kernelX] = kernel;
  const positions = batch * outHeight * outWidth;

  // One tap, one stride, no padding: a plain product, as in a 1×1 convolution.
  const gradient = lowering.plain({ value: dy.value, shape: [positions, outputs] });

  // Phases of an up-sampling convolution pad differently; padding alike lets them share shifts.
  const isUnit = strideY === 1 && strideX === 1;
  const margin = isUnit ? Math.max(...pads) : 0;
  const top = isUnit ? margin : pads[0];
  const left = isUnit ? margin : pads[1];
  const blocksX = Math.ceil(kernelX / strideX);
  const neededHeight = (outHeight - 1 + Math.ceil(kernelY / strideY)) * strideY;
  const neededWidth = (outWidth - 1 + blocksX) * strideX;
  const bottom = isUnit ? margin : Math.max(0, neededHeight - inHeight - top);
  const right = isUnit ? margin : Math.max(0, neededWidth - inWidth - left);
  const height = inHeight + top + bottom;
  const width = inWidth + left + right;
  const image = lowering.plain(x);
  const padded =
    top || left || bottom || right
      ? builder.node('Pad', [image, builder.integers([0, top, left, 0, 0, bottom, right, 0])])
      : image;
  // [N, rows of blocks, row in the block, columns of blocks, one block row of s·I numbers]
  const blocks = lowering.reshape(
    height % strideY || width % strideX
      ? lowering.slice(padded, [1, 2], [0, 0], [neededHeight, neededWidth])
      : padded,
    [batch, Math.floor(height / strideY), strideY, Math.floor(width / strideX), strideX * inputs],
  );

  const offsetY = isUnit ? margin - pads[0] : 0;
  const offsetX = isUnit ? margin - pads[1] : 0;
  const rows: string[] = [];
  for (let tapY = 0; tapY < kernelY; tapY++) {
    const blockY = Math.floor((tapY + offsetY) / strideY);
    const row = (tapY + offsetY) % strideY;
    const products: string[] = [];
    for (let blockX = 0; blockX < blocksX; blockX++) {
      const start = blockX + offsetX;
      const shifted = lowering.slice(
        blocks,
        [1, 2, 3],
        [blockY, row, start],
        [blockY + outHeight, row + 1, start + outWidth],
      );
      const taps = lowering.reshape(shifted, [positions, strideX * inputs]);
      products.push(builder.node('Gemm', [taps, gradient], { transA: 1 }));
    }
    const all = products.length > 1 ? builder.node('Concat', products, { axis: 0 }) : products[0]!;
    const surplus = blocksX * strideX > kernelX;
    rows.push(surplus ? lowering.slice(all, [0], [0], [kernelX * inputs]) : all);
  }
  const filter = rows.length > 1 ? builder.node('Concat', rows, { axis: 0 }) : rows[0]!;
  return lowering.reshape(filter, [kernelY, kernelX, inputs, outputs]);
}
