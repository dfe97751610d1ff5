import type { GraphNode } from '../graph/graph.js';
import type { Lowering } from '../lowering/lowering.js';
import { onnxTypes } from '../onnx/onnx-model.js';
import { all, pick, type KernelMapping } from './mapping.js';

/**
 * Positions in an image along one axis, for every box. They are doubles, as in JavaScript, so that
 * rounding moves none outside the image.
 */
class Places {
  /** The position of each new row or column, [boxes, ...broadcast]. */
  readonly at: string;
  /** Whether each position is inside the image. */
  readonly isInside: string;

  /**
   * `count` positions per box, from `first` to `last`, as fractions of the image's `size`, along
   * `axis` of 3.
   */
  constructor(
    private readonly lowering: Lowering,
    [first, last]: readonly [string, string],
    private readonly size: number,
    count: number,
    axis: number,
  ) {
    const { builder } = lowering;
    const number = (value: number) => this.number(value);
    const most = number(size - 1);
    const shape = [1, 1, 1].with(axis, count);
    if (count > 1) {
      const steps = Array.from({ length: count }, (_, step) => step);
      const span = builder.node('Mul', [builder.node('Sub', [last, first]), most]);
      const scale = builder.node('Div', [span, number(count - 1)]);
      const ways = builder.node('Mul', [scale, builder.constant('double', shape, steps)]);
      this.at = builder.node('Add', [builder.node('Mul', [first, most]), ways]);
    } else {
      const middle = builder.node('Mul', [number(0.5), builder.node('Add', [first, last])]);
      this.at = builder.node('Mul', [middle, most]);
    }
    this.isInside = builder.node('And', [
      builder.node('GreaterOrEqual', [this.at, number(0)]),
      builder.node('LessOrEqual', [this.at, most]),
    ]);
  }

  /** Each position, rounded to a pixel; pixel 0 where it is outside the image. */
  pixels(rounding: 'Floor' | 'Ceil' | 'nearest'): string {
    const { builder } = this.lowering;
    const rounded =
      rounding === 'nearest'
        ? builder.node('Floor', [builder.node('Add', [this.at, this.number(0.5)])])
        : builder.node(rounding, [this.at]);
    const inside = builder.node('Where', [this.isInside, rounded, this.number(0)]);
    return builder.node('Cast', [inside], { to: onnxTypes.int64 });
  }

  /** The distance of each position from the pixel below it, [..., 1] for all channels. */
  fraction(): string {
    const { builder } = this.lowering;
    const below = builder.node('Floor', [this.at]);
    const way = builder.node('Sub', [this.at, below]);
    const fraction = builder.node('Cast', [way], { to: onnxTypes.float32 });
    return builder.node('Unsqueeze', [fraction, builder.integers([3])]);
  }

  private number(value: number): string {
    return this.lowering.builder.constant('double', [], [value]);
  }
}

function lower(lowering: Lowering, { inputs, outputs, attributes }: GraphNode): void {
  const { builder } = lowering;
  const [image, boxes, boxInd] = inputs;
  const [, height, width] = image!.shape as [number, number, number];
  const [rows, columns] = attributes['cropSize'] as [number, number];
  const cast = (name: string, to: 'float32' | 'int64' | 'double') =>
    builder.node('Cast', [name], { to: onnxTypes[to] });

  const plain = lowering.plain(image!);
  const pixels = image!.value.dtype === 'float32' ? plain : cast(plain, 'float32');
  const corners = cast(lowering.plain(boxes!), 'double');
  const corner = (column: number) =>
    lowering.reshape(lowering.slice(corners, [1], [column], [column + 1]), [-1, 1, 1]);
  const y = new Places(lowering, [corner(0), corner(2)], height, rows, 1);
  const x = new Places(lowering, [corner(1), corner(3)], width, columns, 2);
  const which = lowering.reshape(cast(lowering.plain(boxInd!), 'int64'), [-1, 1, 1]);
  const first = builder.constant('int64', [], [0]);
  const isNegative = builder.node('Less', [which, first]);
  const batch = builder.node('Shape', [pixels], { start: 0, end: 1 });
  const isKnown = builder.node('And', [
    builder.node('Less', [which, batch]),
    builder.node('Not', [isNegative]),
  ]);
  const known = builder.node('Where', [isKnown, which, first]);

  const grid = builder.constant('int64', [1, rows, columns], new Array(rows * columns).fill(0));
  const pick = (row: string, column: string): string => {
    const parts = [known, row, column].map((part) =>
      builder.node('Unsqueeze', [builder.node('Add', [part, grid]), builder.integers([3])]),
    );
    return builder.node('GatherND', [pixels, lowering.concat(parts, 3)]);
  };
  const between = (from: string, to: string, fraction: string): string =>
    builder.node('Add', [from, builder.node('Mul', [builder.node('Sub', [to, from]), fraction])]);
  const along = (row: string): string =>
    between(pick(row, x.pixels('Floor')), pick(row, x.pixels('Ceil')), x.fraction());
  const crops =
    (attributes['method'] as string) === 'bilinear'
      ? between(along(y.pixels('Floor')), along(y.pixels('Ceil')), y.fraction())
      : pick(y.pixels('nearest'), x.pixels('nearest'));

  const forAllChannels = (name: string) => builder.node('Unsqueeze', [name, builder.integers([3])]);
  const isInside = forAllChannels(builder.node('And', [y.isInside, x.isInside]));
  const outside = lowering.number(attributes['extrapolationValue'] as number);
  const framed = builder.node('Where', [isInside, crops, outside]);
  const missing = builder.node('Where', [isNegative, lowering.number(NaN), lowering.number(0)]);
  const result = builder.node('Where', [forAllChannels(isKnown), framed, forAllChannels(missing)]);
  lowering.define(outputs[0]!, result);
}

/**
 * Boxes cut out of images and resized to one size. As on the cpu backend, a box of an image beyond
 * the last one gives zeros.
 */
export const cropAndResize: KernelMapping = {
  name: 'CropAndResize',
  describe(inputs, attributes) {
    const [image, boxes, boxInd] = pick(inputs, 'image', 'boxes', 'boxInd');
    const fits =
      all([image], 'float32', 'int32') && all([boxes], 'float32') && all([boxInd], 'int32');
    if (!fits) return undefined;
    const cropSize = attributes['cropSize'] as [number, number];
    return {
      inputs: [image, boxes, boxInd],
      outputs: [{ shape: [boxes.shape[0]!, ...cropSize, image.shape[3]!], dtype: 'float32' }],
      attributes: {
        cropSize,
        method: attributes['method'] as unknown as string,
        extrapolationValue: attributes['extrapolationValue'] as number,
      },
    };
  },
  lower,
};
