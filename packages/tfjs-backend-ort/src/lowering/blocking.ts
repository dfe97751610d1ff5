import { sameShape, sizeOf, type Use } from '../graph/graph.js';
import type { OnnxAttribute } from '../onnx/onnx-model.js';
import type { NodeWriter } from './node-writer.js';

/**
 * ONNX Runtime's operators on blocked channels; its own optimiser uses them only for constant
 * filters.
 */
const DOMAIN = 'com.microsoft.nchwc.';

/** Writes nodes, and gives the names of uses in a layout. */
interface LayoutWriter extends NodeWriter {
  plain(use: Use): string;
  blocked(use: Use): string;
}

/** The operands of a blocked convolution that was emitted. */
interface Emitted {
  readonly inputs: readonly string[];
  readonly attributes: Record<string, OnnxAttribute>;
}

/** The sums of this many pixels are computed separately, then added. */
const PIXELS_SUMMED = 256;

/**
 * The layout [N, C/b, H, W, b], with b channels of a pixel side by side, of ONNX Runtime's fastest
 * convolutions. Such tensors have the shape [N, C, H, W], with C padded to whole blocks; the added
 * channels are finite and otherwise arbitrary.
 */
export class Blocking {
  private readonly convolutions = new Map<string, Emitted>();
  /** The constants of `gatherPixels`, by key: they are large, so each is made once. */
  private readonly orders = new Map<string, string>();

  constructor(
    private readonly lowering: LayoutWriter,
    /** The number of channels in a block, b. */
    readonly size: number,
  ) {}

  /** A number of channels, rounded up to whole blocks. */
  filled(channels: number): number {
    return Math.ceil(channels / this.size) * this.size;
  }

  /**
   * The number of pixels of a [N, H, W, C] value in a block: 1; or 2 side by side, if their
   * channels fill it exactly; or 0 if such a value is not stored in blocks, because less than half
   * of them would be used.
   */
  pixels([, , width, channels]: readonly number[]): 0 | 1 | 2 {
    const holds = this.size > 1 && channels! % 4 === 0 && 2 * channels! >= this.filled(channels!);
    if (!holds) return 0;
    return 2 * channels! === this.size && width! % 2 === 0 ? 2 : 1;
  }

  /** The shape of a value in blocks, where pixels that share a block count as one. */
  packed(shape: readonly number[]): number[] {
    const [batch, height, width, channels] = shape as [number, number, number, number];
    const pixels = this.pixels(shape) || 1;
    return [batch, height, width / pixels, pixels * channels];
  }

  /** A [N, H, W, C] tensor in blocks; where a pixel fills one block, it is only reshaped. */
  fromPlain(name: string, shape: readonly number[]): string {
    const [batch, height, width, channels] = this.packed(shape);
    if (channels !== this.size) return this.node('ReorderInput', [name], { channels_last: 1 });
    return this.lowering.reshape(name, [batch!, channels, height!, width!]);
  }

  /**
   * An NCHW tensor in blocks; its channels must be a multiple of 4, and each pixel must have its
   * own block.
   */
  fromChannelsFirst(name: string): string {
    return this.node('ReorderInput', [name]);
  }

  toPlain(name: string, shape: readonly number[]): string {
    const channels = shape[3]!;
    if (this.packed(shape)[3] === this.size) return this.lowering.reshape(name, shape);
    return this.node('ReorderOutput', [name], { channels, channels_last: 1 });
  }

  /** Each pixel must have its own block. */
  toChannelsFirst(name: string, shape: readonly number[]): string {
    return this.node('ReorderOutput', [name], { channels: shape[3]! });
  }

  /**
   * Gathers blocks, of `pixels` blocks in total, at the positions of `order`; equal `key`s stand
   * for equal orders. For blocks of pixels it takes two thirds of the time of a transpose.
   */
  gatherPixels(name: string, pixels: number, key: string, order: () => Int32Array): string {
    const { builder } = this.lowering;
    let places = this.orders.get(key);
    if (places === undefined) {
      const values = order();
      places = builder.tensor('int32', [values.length], values);
      this.orders.set(key, places);
    }
    const blocks = this.lowering.reshape(name, [pixels, this.size]);
    return builder.node('Gather', [blocks, places], { axis: 0 });
  }

  /** A convolution; `inputs` are image, filter and optionally a bias and a tensor to add. */
  convolution(inputs: readonly string[], attributes: Record<string, OnnxAttribute>): string {
    const name = this.node('Conv', [...inputs], attributes);
    this.convolutions.set(name, { inputs, attributes });
    return name;
  }

  /** `x * scale + shift + summand` per channel, in one pass; for the vectors see `vector`. */
  affine(x: Use, scale: string, shift = '', summand?: string): string {
    const channels = this.filled(this.packed(x.shape)[3]!);
    const image = this.lowering.blocked(x);
    const filter = this.lowering.reshape(scale, [channels, 1, 1, 1]);
    const inputs = [image, filter, ...(summand ? [shift, summand] : shift ? [shift] : [])];
    return this.convolution(inputs, { kernel_shape: [1, 1], group: channels });
  }

  /** Pooling; each pixel of the image and of the result must have its own block. */
  pool(
    op: 'MaxPool' | 'AveragePool',
    image: string,
    attributes: Record<string, OnnxAttribute>,
  ): string {
    return this.node(op, [image], attributes);
  }

  /**
   * `x + shift` per channel, for the vector `shift`, as a part of the convolution `x`; undefined if
   * `x` is none or has a bias.
   */
  shift(x: string, shift: string): string | undefined {
    const emitted = this.convolutions.get(x);
    if (emitted?.inputs.length !== 2) return undefined;
    return this.convolution([...emitted.inputs, shift], emitted.attributes);
  }

  /**
   * `x + summand` as a part of the convolution `x`; undefined if `x` is none or already adds a
   * tensor.
   */
  add(x: string, summand: string): string | undefined {
    const emitted = this.convolutions.get(x);
    if (!emitted || emitted.inputs.length > 3) return undefined;
    const [image, filter, bias = ''] = emitted.inputs;
    return this.convolution([image!, filter!, bias, summand], emitted.attributes);
  }

  /** An activation as a part of the convolution `x`; undefined if `x` is none. */
  activate(x: string, activation: 'Relu' | 'LeakyRelu', parameters: number[]): string | undefined {
    const emitted = this.convolutions.get(x);
    if (!emitted) return undefined;
    return this.node('Conv', [...emitted.inputs], {
      ...emitted.attributes,
      activation,
      ...(parameters.length && { activation_params: { floats: parameters } }),
    });
  }

  /** The mean of each channel, [C], of a use that exists in blocks. */
  meanOfChannels(use: Use): string {
    const { lowering, size } = this;
    const [batch, height, width, channels] = this.packed(use.shape) as [
      ...[number, number, number, number],
    ];
    const blocks = this.filled(channels) / size;
    let rows = Math.max(1, Math.min(height, Math.floor(PIXELS_SUMMED / width)));
    while (height % rows) rows--;
    const parts = height / rows;
    const name = lowering.reshape(lowering.blocked(use), [
      ...[batch * blocks * parts, size, rows, width],
    ]);
    const means = lowering.reshape(this.node('GlobalAveragePool', [name]), [
      ...[batch, blocks, parts, size],
    ]);
    const axes = lowering.builder.integers([0, 2]);
    const mean = lowering.builder.node('ReduceMean', [means, axes], { keepdims: 0 });
    const pixels = channels / use.shape[3]!;
    if (pixels > 1) {
      const ofPixels = lowering.reshape(mean, [pixels, use.shape[3]!]);
      const first = lowering.builder.integers([0]);
      return lowering.builder.node('ReduceMean', [ofPixels, first], { keepdims: 0 });
    }
    return this.cut(lowering.reshape(mean, [blocks * size]), channels);
  }

  /** One number per channel as a vector for the blocks of a pixel of `shape`. */
  vector({ value }: Use, shape: readonly number[]): string {
    const channels = shape[3]!;
    return this.repeated(this.lowering.plain({ value, shape: [1, channels] }), shape, [-1]);
  }

  /** One number as such a vector. */
  uniform(number: number, shape: readonly number[]): string {
    const size = this.filled(this.packed(shape)[3]!);
    return this.lowering.builder.constant('float32', [size], Array<number>(size).fill(number));
  }

  /**
   * Emits an element-wise node on `uses` that broadcast to `shape`, with blocks as a separate axis
   * if need be. Each use must have `shape`, one number in all, or one number per channel (and
   * image); undefined otherwise.
   */
  elementwise(
    uses: readonly Use[],
    shape: readonly number[],
    emit: (names: string[]) => string,
  ): string | undefined {
    const { lowering, size } = this;
    const [, rows, columns, channels] = this.packed(shape) as [number, number, number, number];
    const blocks = this.filled(channels) / size;
    const isWhole = (use: Use): boolean => sameShape(use.shape, shape);
    const isFlat = uses.every((use) => isWhole(use) || sizeOf(use.shape) === 1);
    const names = uses.map((use) => {
      const { value } = use;
      if (isWhole(use)) {
        const name = lowering.blocked(use);
        return isFlat ? name : lowering.reshape(name, [shape[0]!, blocks, rows, columns, size]);
      }
      if (sizeOf(use.shape) === 1) return lowering.plain({ value, shape: [] });
      const [batch, height, width, last] = [1, 1, 1, 1, ...use.shape].slice(-4);
      if (height !== 1 || width !== 1 || last !== shape[3]) return undefined;
      const vectors = lowering.plain({ value, shape: [batch!, last!] });
      return this.repeated(vectors, shape, [batch!, blocks, 1, 1, size]);
    });
    if (!names.every((name) => name !== undefined)) return undefined;
    const name = emit(names);
    return isFlat ? name : lowering.reshape(name, [shape[0]!, blocks * size, rows, columns]);
  }

  /**
   * Vectors [n, C], repeated for each pixel in a block of `shape` and padded, in the shape
   * `target`.
   */
  private repeated(vectors: string, shape: readonly number[], target: readonly number[]): string {
    const { lowering } = this;
    const channels = this.packed(shape)[3]!;
    const pixels = Array<string>(channels / shape[3]!).fill(vectors);
    const whole = lowering.concat(pixels, 1);
    const filled = lowering.pad(whole, [0, 0], [0, this.filled(channels) - channels]);
    return lowering.reshape(filled, target);
  }

  /** A [padded C] vector without the padding. */
  private cut(vector: string, channels: number): string {
    if (channels % this.size === 0) return vector;
    return this.lowering.slice(vector, [0], [0], [channels]);
  }

  private node(
    op: string,
    inputs: string[],
    attributes: Record<string, OnnxAttribute> = {},
  ): string {
    return this.lowering.builder.node(DOMAIN + op, inputs, attributes);
  }
}
