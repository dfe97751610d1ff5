import type { Use } from '../../graph/graph.js';
import type { ConvolutionAttributes } from './convolution-attributes.js';
import { imageOf, resultOf } from './blocked-convolution.js';
import { blockTransposedFilter, orderedTaps } from './blocked-filter.js';
import type { Lowering } from '../lowering.js';
import { packedFilter, type Packing, packPixels, viewed } from './packing.js';
import { cornersOf, type Phase, phasesOf } from './phases.js';
import type { ConvolutionStrategy } from './strategy.js';

/**
 * The input gradient in blocks; undefined with dilation, or where the channels do not fit, phases
 * are uneven or there are no blocks.
 */
export const lowerBlockedInputGradient: ConvolutionStrategy = (
  lowering,
  dy,
  filter,
  attributes,
) => {
  const packing = packPixels(lowering, attributes);
  const name = inputGradientInBlocks(lowering, dy, filter, packing);
  return name === undefined
    ? undefined
    : resultOf(lowering, name, packing.attributes.input, attributes.input);
};

/**
 * The input gradient of the packed convolution, in blocks. With stride s, the pixels sq + p along
 * an axis, for each phase p < s, are reached by every s-th tap, from the last one down: a
 * convolution with the kernel rotated by 180°.
 */
export function inputGradientInBlocks(
  lowering: Lowering,
  dy: Use,
  filter: Use,
  packing: Packing,
): string | undefined {
  const { blocking } = lowering;
  const { attributes } = packing;
  const { kernel, dilations, input, output } = attributes;
  const image = imageOf(lowering, viewed(dy, output));
  const [rows, columns] = [phasesOf(attributes, 0), phasesOf(attributes, 1)];
  if (!image || dilations.some((n) => n > 1) || !rows || !columns) return undefined;
  const whole = packedFilter(lowering, filter, packing);
  const filters = rows.map((y) =>
    columns.map((x) => {
      const order = y.taps.flatMap((tapY) => x.taps.map((tapX) => kernel[1] * tapY + tapX));
      const taps = orderedTaps(lowering, whole, order);
      const shape = [y.taps.length, x.taps.length];
      return blockTransposedFilter(lowering, taps, shape, image.isInBlocks);
    }),
  );
  const phases = { image: image.name, filters, rows, columns };
  const isEven = kernel[0] % rows.length === 0 && kernel[1] % columns.length === 0;
  // ONNX Runtime computes four blocks of channels at once: fewer take as long.
  const isNarrow = blocking.filled(input[3]) < 4 * blocking.size;
  const isSingle = rows.length * columns.length === 1;
  return isEven && isNarrow && !isSingle
    ? atCorners(lowering, phases, attributes)
    : phaseByPhase(lowering, phases, attributes);
}

/** The image, and the filter of each phase of rows and columns. */
interface Phases {
  readonly image: string;
  readonly filters: readonly (readonly string[])[];
  readonly rows: readonly Phase[];
  readonly columns: readonly Phase[];
}

/** One convolution per phase; the results are interleaved block by block. */
function phaseByPhase(
  lowering: Lowering,
  { image, filters, rows, columns }: Phases,
  { input: [batch, height, width, inputs] }: ConvolutionAttributes,
): string {
  const { blocking } = lowering;
  const channels = blocking.filled(inputs);
  const lines = (batch * channels * height) / blocking.size / rows.length;
  const joined = rows.map((y, phaseY) => {
    const phases = columns.map((x, phaseX) => {
      const phase = blocking.convolution([image, filters[phaseY]![phaseX]!], {
        kernel_shape: [y.taps.length, x.taps.length],
        pads: [y.before, x.before, y.after, x.after],
      });
      if (columns.length === 1) return phase;
      return lowering.reshape(phase, [(lines * width) / columns.length, blocking.size]);
    });
    const row = lowering.concat(phases, 1);
    return rows.length === 1 ? row : lowering.reshape(row, [lines, width * blocking.size]);
  });
  const name = lowering.concat(joined, 1);
  const isJoined = rows.length * columns.length > 1;
  return isJoined ? lowering.reshape(name, [batch, channels, height, width]) : name;
}

/**
 * One convolution for all phases, each of which has channels of its own. It covers the positions
 * that any phase needs; each phase's pixels are then gathered from its own positions.
 */
function atCorners(
  lowering: Lowering,
  { image, filters, rows, columns }: Phases,
  { input, output }: ConvolutionAttributes,
): string {
  const { blocking } = lowering;
  const [batch, height, width, inputs] = input;
  const channels = blocking.filled(inputs);
  const [y, x] = [cornersOf(rows, output[1]), cornersOf(columns, output[2])];
  const product = blocking.convolution([image, lowering.concat(filters.flat(), 0)], {
    kernel_shape: [y.taps, x.taps],
    pads: [y.before, x.before, y.after, x.after],
  });
  const blocks = channels / blocking.size;
  const order = (): Int32Array => {
    const places = new Int32Array(batch * blocks * height * width);
    let pixel = 0;
    for (let image = 0; image < batch; image++)
      for (let block = 0; block < blocks; block++)
        for (let row = 0; row < height; row++)
          for (let column = 0; column < width; column++) {
            const [phaseY, phaseX] = [row % rows.length, column % columns.length];
            const phase = phaseY * columns.length + phaseX;
            const plane = (image * rows.length * columns.length + phase) * blocks + block;
            const cornerY = (row - phaseY) / rows.length + y.before - rows[phaseY]!.before;
            const cornerX = (column - phaseX) / columns.length + x.before - columns[phaseX]!.before;
            places[pixel++] = (plane * y.count + cornerY) * x.count + cornerX;
          }
    return places;
  };
  const pixels = batch * rows.length * columns.length * blocks * y.count * x.count;
  const starts = [rows, columns].map((phases) => phases.map(({ before }) => before).join());
  const key = `corners ${input} ${y.count} ${x.count} ${starts.join(' ')}`;
  const name = blocking.gatherPixels(product, pixels, key, order);
  return lowering.reshape(name, [batch, channels, height, width]);
}
