import { sizeOf, type Use } from '../graph/graph.js';
import type { ConvolutionAttributes } from './convolution-attributes.js';
import type { Lowering } from './lowering.js';
import { permutedOrder } from './permuted-order.js';

/** Bytes of a kernel up to which it is read from a near cache; it is read anew for every few results. */
const NEAR = 2 ** 20;

/**
 * The gradient of a convolution's filter as a convolution in blocks, [kh, kw, I, O]; undefined where
 * that cannot be.
 *
 * The sum runs over images, rows and columns of pixels. The output's gradient is the kernel, of its
 * rows and columns; the images are the channels that are summed. The kernel slides over the input,
 * whose rows hold the channels of a pixel side by side: a step to the right is the next channel, as many
 * steps as a pixel has channels are the next tap, and the strides are dilations. Where the input is in
 * blocks, a row of each block is a row of its own, and so is each step down.
 *
 * Images are cut into stripes where their number does not fill blocks, or where the kernel would be too
 * large to stay near; stripes are channels as images are, or groups.
 */
export function lowerBlockedFilterGradient(
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
 * With few outputs and stride 1, image and gradient change places: what a tap sees to the left of a
 * pixel of the gradient has that pixel to its right.
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
  const turned = lowerBlockedFilterGradient(lowering, dy, x, {
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

/** Images of `batch` = `blocks` × `images` cut into `groups` × `parts` stripes of `rows` rows. */
interface Stripes {
  readonly groups: number;
  /** `images` × `parts` fill a block of channels, of which a group has `blocks`. */
  readonly blocks: number;
  readonly images: number;
  readonly parts: number;
  /** Rows of the gradient. */
  readonly rows: number;
}

/** Undefined where images and stripes of one size do not fill blocks. */
function cutIntoStripes(
  { blocking }: Lowering,
  [batch, height, width, outputs]: ConvolutionAttributes['output'],
): Stripes | undefined {
  const { size } = blocking;
  let images = size;
  while (batch % images) images /= 2;
  const parts = size / images;
  // ONNX Runtime makes the results of four blocks of channels at once.
  const bytesOfRow = 4 * width * size * Math.min(blocking.filled(outputs), 4 * size);
  const cuts = Array.from({ length: Math.floor(height / parts) }, (_, i) => (i + 1) * parts);
  const even = cuts.filter((cut) => height % cut === 0);
  const count = even.find((cut) => (height / cut) * bytesOfRow <= NEAR) ?? even.at(-1);
  if (count === undefined) return undefined;
  return { groups: count / parts, blocks: batch / images, images, parts, rows: height / count };
}

interface Image {
  /** In blocks: [1, groups · images, rows · `blocks`, columns · `channels`]. */
  readonly name: string;
  readonly blocks: number;
  readonly channels: number;
}

/** The padded rows of the input that each stripe of the gradient sees. */
function stackStripes(
  lowering: Lowering,
  x: Use,
  { kernel, strides, pads, input, output }: ConvolutionAttributes,
  stripes: Stripes,
): Image {
  const { blocking, builder } = lowering;
  const [batch, height, width, inputs] = input;
  const isInBlocks = blocking.pixels(x.shape) === 1 && lowering.layoutOf(x) !== 'plain';
  const channels = isInBlocks ? blocking.size : inputs;
  const blocks = isInBlocks ? blocking.filled(inputs) / channels : 1;
  const lines = batch * blocks * height;
  const name = lowering.reshape(isInBlocks ? lowering.blocked(x) : lowering.plain(x), [
    ...[lines, width * channels],
  ]);
  const columns = (output[2] - 1) * strides[1] + kernel[1];
  const [top, left] = pads;
  // A line of zeros behind all others stands for those above and below an image.
  const padded = lowering.pad(name, [0, left * channels], [1, (columns - left - width) * channels]);
  const rows = (stripes.rows - 1) * strides[0] + kernel[0];
  const order: number[] = [];
  const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
  for (const group of count(stripes.groups))
    for (const image of count(batch))
      for (const part of count(stripes.parts))
        for (const row of count(rows))
          for (const block of count(blocks)) {
            const stripe = group * stripes.parts + part;
            const y = stripe * stripes.rows * strides[0] + row - top;
            const isInside = y >= 0 && y < height;
            order.push(isInside ? (image * blocks + block) * height + y : lines);
          }
  const seen = builder.node('Gather', [padded, builder.integers(order)], { axis: 0 });
  const stacked = blocking.fromChannelsFirst(
    lowering.reshape(seen, [
      ...[stripes.groups * stripes.blocks, blocking.size, 1, rows * blocks * columns * channels],
    ]),
  );
  const shape = [
    ...[1, stripes.groups * stripes.blocks * blocking.size, rows * blocks, columns * channels],
  ];
  return { name: lowering.reshape(stacked, shape), blocks, channels };
}

/** A gradient as the kernel of its stripes: [groups · O, images, rows, columns] in blocks. */
function stripesAsKernel(lowering: Lowering, dy: Use, stripes: Stripes): string {
  const { blocking } = lowering;
  const { size } = blocking;
  const { groups, blocks, images, parts, rows } = stripes;
  const [, , width, outputs] = dy.shape as [number, number, number, number];
  const filled = blocking.filled(outputs);
  const shape = [blocks, images, filled / size, groups, parts, rows * width];
  const permutation = [3, 2, 0, 5, 1, 4];
  const laidOut = blocking.gatherPixels(
    lowering.blocked(dy),
    sizeOf(shape),
    `stripes ${shape}`,
    () => permutedOrder(shape, permutation),
  );
  return lowering.reshape(laidOut, [groups * filled, blocks * size, rows, width]);
}
