import type { Use } from '../../graph/graph.js';
import type { ConvolutionAttributes } from './convolution-attributes.js';
import { type Filter, filterOf } from './blocked-filter.js';
import type { Lowering } from '../lowering.js';

/** A convolution in which several adjacent pixels count as one, with the channels of each. */
export interface Packing {
  /** The convolution of such packed pixels. */
  readonly attributes: ConvolutionAttributes;
  /** The filter [kh, kw, I, O] as the filter of the packed convolution. */
  pack(filter: string): string;
  /** The filter gradient of the packed convolution as that of the original one. */
  unpack(gradient: string): string;
}

/**
 * Packs pixels whose channels fill half a block (see `Blocking.pixels`); those of the image only if
 * the stride leads from one pair to another.
 */
export function packPixels(lowering: Lowering, attributes: ConvolutionAttributes): Packing {
  const { blocking } = lowering;
  const { strides, dilations, input, output } = attributes;
  const asItIs = unpacked(attributes);
  if (dilations.some((n) => n > 1)) return asItIs;
  const isImagePacked = blocking.pixels(input) === 2;
  // Packing two pixels of the result makes the stride even; a result that is not in blocks is only
  // reshaped.
  const isFewChannels = blocking.pixels(output) === 0 && 2 * output[3] <= blocking.size;
  const packsResult =
    blocking.pixels(output) === 2 ||
    (isImagePacked && strides[1] % 2 === 1 && isFewChannels && output[2] % 2 === 0);
  const ofResult = packsResult ? packResult(lowering, attributes, [1, 2]) : asItIs;
  return isImagePacked ? (packImage(lowering, ofResult, [1, 2]) ?? ofResult) : ofResult;
}

/** The convolution without packing. */
export const unpacked = (attributes: ConvolutionAttributes): Packing => ({
  attributes,
  pack: (filter) => filter,
  unpack: (gradient) => gradient,
});

/**
 * Packs rectangles of rows × columns pixels of the result: a larger kernel holds that of each
 * pixel.
 */
export function packResult(
  lowering: Lowering,
  attributes: ConvolutionAttributes,
  [rows, columns]: readonly [number, number],
): Packing {
  const { kernel, strides, input, output } = attributes;
  const [batch, height, width, outputs] = output;
  const shape = [...kernel, input[3], outputs];
  const larger = [kernel[0] + (rows - 1) * strides[0], kernel[1] + (columns - 1) * strides[1]];
  const corners = Array.from({ length: rows * columns }, (_, pixel) => [
    Math.floor(pixel / columns) * strides[0],
    (pixel % columns) * strides[1],
  ]) as [number, number][];
  return {
    attributes: {
      ...attributes,
      kernel: [larger[0]!, larger[1]!],
      strides: [rows * strides[0], columns * strides[1]],
      output: [batch, height / rows, width / columns, rows * columns * outputs],
    },
    pack(filter) {
      const whole = lowering.reshape(filter, shape);
      const kernels = corners.map(([y, x]) => {
        const after = [larger[0]! - kernel[0] - y, larger[1]! - kernel[1] - x, 0, 0];
        return lowering.pad(whole, [y, x, 0, 0], after);
      });
      return lowering.concat(kernels, 3);
    },
    unpack(gradient) {
      const ofPixels = corners.map(([y, x], pixel) => {
        const start = [y, x, pixel * outputs];
        const end = [y + kernel[0], x + kernel[1], (pixel + 1) * outputs];
        return lowering.slice(gradient, [0, 1, 3], start, end);
      });
      return lowering.sum(ofPixels);
    },
  };
}

/** The same for the image; undefined if the strides do not lead from one rectangle to another. */
export function packImage(
  lowering: Lowering,
  packing: Packing,
  [rows, columns]: readonly [number, number],
): Packing | undefined {
  const { kernel, strides, pads, input, output } = packing.attributes;
  const [batch, height, width, inputs] = input;
  const axes = [rows, columns].map((pixels, axis) => {
    // Zeros that pad the kernel, so that it begins and ends with a rectangle.
    const before = (pixels - (pads[axis]! % pixels)) % pixels;
    const size = Math.ceil((before + kernel[axis]!) / pixels);
    const [stride, pad] = [strides[axis]! / pixels, (pads[axis]! + before) / pixels];
    const seen = (output[axis + 1]! - 1) * stride + size - pad;
    const behind = pixels === 1 ? pads[axis + 2]! : seen - input[axis + 1]! / pixels;
    return { before, after: pixels * size - before - kernel[axis]!, size, stride, pad, behind };
  });
  const [y, x] = axes as [(typeof axes)[0], (typeof axes)[0]];
  if (!axes.every(({ stride, behind }) => Number.isInteger(stride) && behind >= 0))
    return undefined;
  const order = [0, 2, 1, 3, 4, 5];
  const packed = [y.size, x.size, rows * columns * inputs, output[3]];
  return {
    attributes: {
      ...packing.attributes,
      kernel: [y.size, x.size],
      strides: [y.stride, x.stride],
      pads: [y.pad, x.pad, y.behind, x.behind],
      input: [batch, height / rows, width / columns, rows * columns * inputs],
    },
    pack(filter) {
      const whole = lowering.reshape(packing.pack(filter), [...kernel, inputs, output[3]]);
      const filled = lowering.pad(whole, [y.before, x.before, 0, 0], [y.after, x.after, 0, 0]);
      const shape = [y.size, rows, x.size, columns, inputs, output[3]];
      const apart = lowering.permute(lowering.reshape(filled, shape), shape, order);
      return lowering.reshape(apart, packed);
    },
    unpack(gradient) {
      const shape = [y.size, x.size, rows, columns, inputs, output[3]];
      const together = lowering.permute(lowering.reshape(gradient, shape), shape, order);
      const whole = [y.size * rows, x.size * columns, inputs, output[3]];
      const end = [y.before + kernel[0], x.before + kernel[1]];
      const filled = lowering.reshape(together, whole);
      return packing.unpack(lowering.slice(filled, [0, 1], [y.before, x.before], end));
    },
  };
}

/** The filter of a use as the filter of the packed convolution. */
export function packedFilter(lowering: Lowering, filter: Use, packing: Packing): Filter {
  const { kernel, input, output } = packing.attributes;
  const taps = kernel[0] * kernel[1];
  const shape = [taps, input[3], output[3]];
  const name = lowering.reshape(packing.pack(filterOf(lowering, filter).name), shape);
  return { name, taps, inputs: input[3], outputs: output[3] };
}

/** A use with the shape that it has when packed. */
export const viewed = ({ value }: Use, shape: readonly number[]): Use => ({ value, shape });
