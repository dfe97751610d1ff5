import type { Use } from '../../graph/graph.js';
import type { Lowering } from '../lowering.js';
import type { ConvolutionAttributes } from './convolution-attributes.js';
import { packPixels, viewed } from './packing.js';
import type { ConvolutionStrategy } from './strategy.js';
import { cutIntoStripes, stackStripes, stripesAsKernel } from './stripes.js';

/**
 * The filter gradient as a convolution in blocks, [kh, kw, I, O]; undefined with dilation, or where
 * channels or stripes do not fill blocks.
 *
 * The sum runs over images, rows and columns of pixels. The kernel of this convolution is the
 * output gradient, with its rows and columns; the images are the channels that are summed. The
 * kernel slides over the input, whose rows hold the channels of a pixel side by side: one step to
 * the right is the next channel, as many steps as a pixel has channels are the next tap, and the
 * strides become dilations. Where the input is in blocks, each block has its own rows, and one
 * step down is the next block.
 *
 * Images are cut into stripes where their number does not fill blocks, or where the kernel would
 * be too large for a near cache. Like images, stripes are channels; or they are groups.
 */
export const lowerBlockedFilterGradient: ConvolutionStrategy = (lowering, x, dy, attributes) => {
  const packing = packPixels(lowering, attributes);
  const { input, output } = packing.attributes;
  const [image, gradient] = [viewed(x, input), viewed(dy, output)];
  const blocked = filterGradientInBlocks(lowering, image, gradient, packing.attributes);
  return blocked === undefined ? undefined : { name: packing.unpack(blocked), layout: 'plain' };
};

/** The filter gradient of the packed convolution. */
function filterGradientInBlocks(
  lowering: Lowering,
  x: Use,
  dy: Use,
  attributes: ConvolutionAttributes,
): string | undefined {
  const { blocking, builder } = lowering;
  const { kernel, strides, dilations, input, output } = attributes;
  const [, , outWidth, outputs] = output;
  if (dilations.some((n) => n > 1)) return undefined;
  if (blocking.pixels(output) !== 1) return fromTurned(lowering, x, dy, attributes);
  const stripes = cutIntoStripes(lowering, output);
  if (!stripes) return undefined;

  const { groups, rows } = stripes;
  const image = stackStripes(lowering, x, attributes, stripes);
  const filled = blocking.filled(outputs);
  const product = blocking.convolution([image.name, stripesAsKernel(lowering, dy, stripes)], {
    group: groups,
    kernel_shape: [rows, outWidth],
    dilations: [strides[0] * image.blocks, strides[1] * image.channels],
  });
  const made = [kernel[0] * image.blocks, kernel[1] * image.channels];
  const parts = lowering.reshape(product, [groups, filled, ...made]);
  const summed =
    groups === 1
      ? parts
      : builder.node('ReduceSum', [parts, builder.integers([0])], { keepdims: 0 });
  const pixels = blocking.toPlain(lowering.reshape(summed, [1, filled, ...made]), [
    ...[1, ...made, filled],
  ]);
  const sizes = [kernel[0], image.blocks, kernel[1], image.channels * filled];
  const ordered = lowering.permute(lowering.reshape(pixels, sizes), sizes, [0, 2, 1, 3]);
  const inputs = image.blocks * image.channels;
  const all = lowering.reshape(ordered, [...kernel, inputs, filled]);
  const isFilled = inputs > input[3] || filled > outputs;
  return isFilled ? lowering.slice(all, [2, 3], [0, 0], [input[3], outputs]) : all;
}

/**
 * With few outputs and stride 1, image and gradient change places: a pixel that a tap reads to the
 * left of a pixel of the gradient has that pixel on its right.
 */
function fromTurned(
  lowering: Lowering,
  x: Use,
  dy: Use,
  { kernel, strides, dilations, pads, input, output }: ConvolutionAttributes,
): string | undefined {
  if (strides.some((n) => n > 1) || lowering.blocking.pixels(input) !== 1) return undefined;
  const [height, width] = kernel;
  const [top, left, bottom, right] = pads;
  const turned = filterGradientInBlocks(lowering, dy, x, {
    ...{ kernel, strides, dilations, input: output, output: input },
    pads: [height - 1 - top, width - 1 - left, height - 1 - bottom, width - 1 - right],
  });
  if (turned === undefined) return undefined;
  const taps = height * width;
  const shape = [taps, output[3], input[3]];
  const backwards = Array.from({ length: taps }, (_, tap) => taps - 1 - tap);
  const filter = lowering.builder.node(
    'Gather',
    [lowering.reshape(turned, shape), lowering.builder.integers(backwards)],
    { axis: 0 },
  );
  return lowering.reshape(lowering.permute(filter, shape, [0, 2, 1]), [
    ...[...kernel, input[3], output[3]],
  ]);
}
