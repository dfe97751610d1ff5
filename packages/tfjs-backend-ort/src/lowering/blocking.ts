import { sameShape, sizeOf, type Use } from '../graph/graph.js';
import type { OnnxAttribute } from '../onnx/onnx-model.js';
import type { NodeWriter } from './node-writer.js';

/** ONNX Runtime's operators on blocked channels; its own optimiser writes them, for fixed filters. */
const DOMAIN = 'com.microsoft.nchwc.';

/** What writes nodes, and gives uses in the layouts that they are wanted in. */
interface LayoutWriter extends NodeWriter {
  plain(use: Use): string;
  blocked(use: Use): string;
}

/** A convolution of blocked channels as it was emitted. */
interface Emitted {
  readonly inputs: readonly string[];
  readonly attributes: Record<string, OnnxAttribute>;
}

/** Pixels whose sum is formed number by number; the sums of so many are added up in turn. */
const PIXELS_SUMMED = 256;

/**
 * The layout [N, C/b, H, W, b], b channels of a pixel side by side, that ONNX Runtime's fastest
 * convolutions work in. Tensors of it go by the shape [N, C, H, W], with C filled up to whole
 * blocks; what the added channels hold is finite and otherwise anything.
 */
export class Blocking {
  private readonly convolutions = new Map<string, Emitted>();
  /** The constants of orders: large, so that each is made once. */
  private readonly orders = new Map<string, string>();

  constructor(
    private readonly lowering: LayoutWriter,
    /** Channels in a block, b. */
    readonly size: number,
  ) {}

  /** Channels filled up to whole blocks. */
  filled(channels: number): number {
    return Math.ceil(channels / this.size) * this.size;
  }

  /**
   * How many pixels of a [N, H, W, C] value are in a block: one, or two side by side if their channels
   * fill it just so; 0 where such a value is not held in blocks, since less than half would be used.
   */
  pixels([, , width, channels]: readonly number[]): 0 | 1 | 2 {
    const holds = this.size > 1 && channels! % 4 === 0 && 2 * channels! >= this.filled(channels!);
    if (!holds) return 0;
    return 2 * channels! === this.size && width! % 2 === 0 ? 2 : 1;
  }

  /** The shape of a value in blocks with pixels that share a block as one. */
  packed(shape: readonly number[]): number[] {
    const [batch, height, width, channels] = shape as [number, number, number, number];
    const pixels = this.pixels(shape) || 1;
    return [batch, height, width / pixels, pixels * channels];
  }

  /** The name in blocks of a [N, H, W, C] value; a pixel that is a block is there already. */
  fromPlain(name: string, shape: readonly number[]): string {
    const [batch, height, width, channels] = this.packed(shape);
    if (channels !== this.size) return this.node('ReorderInput', [name], { channels_last: 1 });
    return this.lowering.reshape(name, [batch!, channels, height!, width!]);
  }

  /** The same of an NCHW tensor, whose channels must be a multiple of 4, each pixel with its own block. */
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
   * Of `pixels` blocks those at the places that `order` gives, which `key` stands for. For blocks of pixels
   * it takes two thirds of the time of a transpose.
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

  /** A convolution; `inputs` are image, filter and, maybe, bias and a tensor to be added. */
  convolution(inputs: readonly string[], attributes: Record<string, OnnxAttribute>): string {
    const name = this.node('Conv', [...inputs], attributes);
    this.convolutions.set(name, { inputs, attributes });
    return name;
  }

  /** `x * scale + shift + summand` per channel, in one pass; for vectors see `vector`. */
  affine(x: Use, scale: string, shift = '', summand?: string): string {
    const channels = this.filled(this.packed(x.shape)[3]!);
    const image = this.lowering.blocked(x);
    const filter = this.lowering.reshape(scale, [channels, 1, 1, 1]);
    const inputs = [image, filter, ...(summand ? [shift, summand] : shift ? [shift] : [])];
    return this.convolution(inputs, { kernel_shape: [1, 1], group: channels });
  }

  /** Pooling; images and what is made of them hold each pixel in its own block. */
  pool(
    op: 'MaxPool' | 'AveragePool',
    image: string,
    attributes: Record<string, OnnxAttribute>,
  ): string {
    return this.node(op, [image], attributes);
  }

  /** `x + shift` per channel, for the vector `shift`; if `x` is a convolution it adds as it goes. */
  shift(x: string, shift: string): string | undefined {
    const emitted = this.convolutions.get(x);
    if (emitted?.inputs.length !== 2) return undefined;
    return this.convolution([...emitted.inputs, shift], emitted.attributes);
  }

  /** `x + summand`; if `x` is a convolution it adds as it goes. */
  add(x: string, summand: string): string | undefined {
    const emitted = this.convolutions.get(x);
    if (!emitted || emitted.inputs.length > 3) return undefined;
    const [image, filter, bias = ''] = emitted.inputs;
    return this.convolution([image!, filter!, bias, summand], emitted.attributes);
  }

  /** An activation of `x`, applied by the convolution that makes it, if one does. */
  activate(x: string, activation: 'Relu' | 'LeakyRelu', parameters: number[]): string | undefined {
    const emitted = this.convolutions.get(x);
    if (!emitted) return undefined;
    return this.node('Conv', [...emitted.inputs], {
      ...emitted.attributes,
      activation,
      ...(parameters.length && { activation_params: { floats: parameters } }),
    });
  }

  /** The mean of each channel, [C], of a use that is at hand in blocks. */
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

  /** A use of one number a channel as a vector of all channels in the blocks of a pixel of `shape`. */
  vector({ value }: Use, shape: readonly number[]): string {
    const channels = shape[3]!;
    return this.repeated(this.lowering.plain({ value, shape: [1, channels] }), shape, [-1]);
  }

  /** The same of a number. */
  uniform(number: number, shape: readonly number[]): string {
    const size = this.filled(this.packed(shape)[3]!);
    return this.lowering.builder.constant('float32', [size], Array<number>(size).fill(number));
  }

  /**
   * Emits an element-wise node on `uses` that broadcast to `shape`, blocks as an axis of their own if
   * need be; undefined if one of them spreads over anything but pixels.
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

  /** Vectors [n, C] for each pixel in a block of `shape`, filled up, in the shape `target`. */
  private repeated(vectors: string, shape: readonly number[], target: readonly number[]): string {
    const { lowering } = this;
    const channels = this.packed(shape)[3]!;
    const pixels = Array<string>(channels / shape[3]!).fill(vectors);
    const whole = lowering.concat(pixels, 1);
    const filled = lowering.pad(whole, [0, 0], [0, this.filled(channels) - channels]);
    return lowering.reshape(filled, target);
  }

  /** A [filled C] vector without what was added. */
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
