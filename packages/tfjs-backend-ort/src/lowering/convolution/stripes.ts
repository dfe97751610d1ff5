import { sizeOf, type Use } from '../../graph/graph.js';
import type { Lowering } from '../lowering.js';
import type { ConvolutionAttributes } from './convolution-attributes.js';
import { permutedOrder } from './permuted-order.js';

/**
 * Up to this many bytes a kernel, which is read again for every few results, stays in a near cache.
 */
const NEAR = 2 ** 20;

/** A batch of `blocks` × `images`, each cut into `groups` × `parts` stripes of `rows` rows. */
export interface Stripes {
  readonly groups: number;
  /** `images` × `parts` fill a block of channels; a group has this many blocks. */
  readonly blocks: number;
  readonly images: number;
  readonly parts: number;
  /** Rows of the output gradient in a stripe. */
  readonly rows: number;
}

/** Undefined where no stripes of equal size fill whole blocks. */
export function cutIntoStripes(
  { blocking }: Lowering,
  [batch, height, width, outputs]: ConvolutionAttributes['output'],
): Stripes | undefined {
  const { size } = blocking;
  let images = size;
  while (batch % images) images /= 2;
  const parts = size / images;
  // ONNX Runtime computes four blocks of channels at once.
  const bytesOfRow = 4 * width * size * Math.min(blocking.filled(outputs), 4 * size);
  const cuts = Array.from({ length: Math.floor(height / parts) }, (_, i) => (i + 1) * parts);
  const even = cuts.filter((cut) => height % cut === 0);
  const count = even.find((cut) => (height / cut) * bytesOfRow <= NEAR) ?? even.at(-1);
  if (count === undefined) return undefined;
  return { groups: count / parts, blocks: batch / images, images, parts, rows: height / count };
}

interface StackedImage {
  /** In blocks: [1, groups · images, rows · `blocks`, columns · `channels`]. */
  readonly name: string;
  readonly blocks: number;
  readonly channels: number;
}

/** For each stripe of the output gradient, the padded rows of the input that it depends on. */
export function stackStripes(
  lowering: Lowering,
  x: Use,
  { kernel, strides, pads, input, output }: ConvolutionAttributes,
  stripes: Stripes,
): StackedImage {
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
  // One line of zeros after all others stands for the padding above and below an image.
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

/** The stripes of an output gradient as a kernel: [groups · O, images, rows, columns] in blocks. */
export function stripesAsKernel(lowering: Lowering, dy: Use, stripes: Stripes): string {
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
