import { sameShape, sizeOf, type Use, type Value } from '../graph/graph.js';
import { Blocking } from './blocking.js';
import { NodeWriter } from './node-writer.js';

/**
 * The layouts of a rank-4 value: TensorFlow.js's own (NHWC), NCHW, or NCHW with blocks of channels,
 * where each pixel holds the numbers of a whole block (see `Blocking`).
 */
export type Layout = 'plain' | 'channelsFirst' | 'blocked';

/** The position in NCHW of axis `i` of an NHWC tensor. */
export const channelsFirstAxis = [0, 2, 3, 1] as const;
/** NHWC sizes in NCHW order. */
function toChannelsFirst(shape: readonly number[]): number[] {
  return [shape[0]!, shape[3]!, shape[1]!, shape[2]!];
}

/**
 * Turns recorded nodes into ONNX. TensorFlow.js uses NHWC, ONNX Runtime's convolutions do not: each
 * value stays in the layout in which it was produced and is converted once, when a reader needs
 * another one, so that consecutive layers stay in one layout.
 */
export class Lowering extends NodeWriter {
  readonly blocking: Blocking;
  private readonly forms = new Map<Value, Partial<Record<Layout, string>>>();
  private readonly rectified = new Map<Value, Value>();

  /** `block` is the number of channels in a block; with 1, blocked layouts are not used. */
  constructor(block: number) {
    super();
    this.blocking = new Blocking(this, block);
  }

  /** Sets the name of a value in a layout. */
  define(value: Value, name: string, layout: Layout = 'plain'): void {
    this.forms.set(value, { [layout]: name });
  }

  /** Makes a value the same as another one. */
  alias(value: Value, { value: original }: Use): void {
    this.forms.set(value, this.forms.get(original)!);
  }

  /**
   * States that `y` is a rectification of `x`: positive where `x` is positive, and nowhere else.
   */
  defineRectified(x: Use, y: Value): void {
    if (sameShape(x.shape, y.shape)) this.rectified.set(x.value, y);
  }

  /** A use that is positive where `use` is; reading it may make `use` itself unnecessary. */
  positiveAlike(use: Use): Use {
    const value = this.rectified.get(use.value);
    return value && sameShape(use.shape, value.shape) ? { value, shape: use.shape } : use;
  }

  /** The layout in which a use exists; of several, blocks or the one in which it was produced. */
  layoutOf({ value, shape }: Use): Layout {
    const forms = this.forms.get(value)!;
    if (shape.length !== 4 || !sameShape(shape, value.shape)) return 'plain';
    return forms.blocked ? 'blocked' : (Object.keys(forms)[0] as Layout);
  }

  /** Whether a use exists in a layout, possibly among others. */
  hasLayout({ value, shape }: Use, layout: Layout): boolean {
    return sameShape(shape, value.shape) && layout in this.forms.get(value)!;
  }

  /** The name of a use in TensorFlow.js's own layout. */
  plain({ value, shape }: Use): string {
    const forms = this.forms.get(value)!;
    forms.plain ??= forms.blocked
      ? this.blocking.toPlain(forms.blocked, value.shape)
      : this.permute(forms.channelsFirst!, toChannelsFirst(value.shape), [0, 2, 3, 1]);
    return sameShape(shape, value.shape) ? forms.plain : this.reshape(forms.plain, shape);
  }

  /** The name of a rank-4 use in NCHW. */
  channelsFirst(use: Use): string {
    if (!sameShape(use.shape, use.value.shape)) {
      return this.permute(this.plain(use), use.shape, [0, 3, 1, 2]);
    }
    const forms = this.forms.get(use.value)!;
    forms.channelsFirst ??=
      forms.blocked && this.blocking.pixels(use.shape) === 1
        ? this.blocking.toChannelsFirst(forms.blocked, use.shape)
        : this.permute(this.plain(use), use.shape, [0, 3, 1, 2]);
    return forms.channelsFirst;
  }

  /** The name of a rank-4 use in blocks; `blocking.pixels` of its shape must not be 0. */
  blocked(use: Use): string {
    const { blocking } = this;
    const { value, shape } = use;
    if (!sameShape(shape, value.shape)) return blocking.fromPlain(this.plain(use), shape);
    const forms = this.forms.get(value)!;
    forms.blocked ??=
      forms.channelsFirst && blocking.pixels(shape) === 1
        ? blocking.fromChannelsFirst(forms.channelsFirst)
        : blocking.fromPlain(this.plain(use), shape);
    return forms.blocked;
  }

  /** The name of a rank-4 use as [C, N, H, W]. */
  channelMajor(use: Use): string {
    const [batch, height, width, channels] = use.shape as [number, number, number, number];
    return this.permute(this.channelsFirst(use), [batch, channels, height, width], [1, 0, 2, 3]);
  }

  /** An operand that broadcasts with NCHW values: single numbers stay, [C] becomes [C,1,1]. */
  channelsFirstOperand(use: Use): string {
    if (use.shape.length === 4) return this.channelsFirst(use);
    if (sizeOf(use.shape) === 1) return this.plain({ value: use.value, shape: [] });
    const shape = [...Array<number>(4 - use.shape.length).fill(1), ...use.shape];
    return this.permute(this.plain(use), shape, [0, 3, 1, 2]);
  }
}
