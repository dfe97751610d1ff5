import { sameShape, sizeOf, type Use, type Value } from '../graph/graph.js';
import { Blocking } from './blocking.js';
import { NodeWriter } from './node-writer.js';

/**
 * The orders that a rank-4 value can be in: TensorFlow.js's own (NHWC), NCHW, or NCHW whose channels
 * stand in blocks, each pixel holding the numbers of a whole block (see `Blocking`).
 */
export type Layout = 'plain' | 'channelsFirst' | 'blocked';

/** Where axis `i` of an NHWC tensor stands in NCHW. */
export const channelsFirstAxis = [0, 2, 3, 1] as const;
/** NHWC sizes in NCHW order. */
function toChannelsFirst(shape: readonly number[]): number[] {
  return [shape[0]!, shape[3]!, shape[1]!, shape[2]!];
}

/**
 * Turns recorded nodes into ONNX. TensorFlow.js is NHWC, ONNX Runtime's convolutions are not:
 * each value is kept in the form that produced it and converted once, when a reader needs
 * another one, so a run of layers stays in one layout.
 */
export class Lowering extends NodeWriter {
  readonly blocking: Blocking;
  private readonly forms = new Map<Value, Partial<Record<Layout, string>>>();
  private readonly rectified = new Map<Value, Value>();

  /** `block` channels stand together in blocked layouts; 1 does without those. */
  constructor(block: number) {
    super();
    this.blocking = new Blocking(this, block);
  }

  /** States the name of a value in a layout. */
  define(value: Value, name: string, layout: Layout = 'plain'): void {
    this.forms.set(value, { [layout]: name });
  }

  /** States that a value is another one. */
  alias(value: Value, { value: original }: Use): void {
    this.forms.set(value, this.forms.get(original)!);
  }

  /** States that `y` is a rectification of `x`, which has the sign of `x` where that is positive. */
  defineRectified(x: Use, y: Value): void {
    if (sameShape(x.shape, y.shape)) this.rectified.set(x.value, y);
  }

  /** A use with the sign of `use` where that is positive; reading it may spare `use` itself. */
  positiveAlike(use: Use): Use {
    const value = this.rectified.get(use.value);
    return value && sameShape(use.shape, value.shape) ? { value, shape: use.shape } : use;
  }

  /** The layout that a use is at hand in; of several, blocks or the one that it was made in. */
  layoutOf({ value, shape }: Use): Layout {
    const forms = this.forms.get(value)!;
    if (shape.length !== 4 || !sameShape(shape, value.shape)) return 'plain';
    return forms.blocked ? 'blocked' : (Object.keys(forms)[0] as Layout);
  }

  /** Whether a use is at hand in a layout, among others maybe. */
  isAtHand({ value, shape }: Use, layout: Layout): boolean {
    return sameShape(shape, value.shape) && layout in this.forms.get(value)!;
  }

  /** The name of a use in TensorFlow.js's own order. */
  plain({ value, shape }: Use): string {
    const forms = this.forms.get(value)!;
    forms.plain ??= forms.blocked
      ? this.blocking.toPlain(forms.blocked, value.shape)
      : this.permute(forms.channelsFirst!, toChannelsFirst(value.shape), [0, 2, 3, 1]);
    return sameShape(shape, value.shape) ? forms.plain : this.reshape(forms.plain, shape);
  }

  /** The name of a rank-4 use in NCHW order. */
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

  /** The name of a rank-4 use in blocks; only where `blocking.pixels` of its shape is not 0. */
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

  /** An operand that broadcasts against NCHW values: numbers stay, [C] becomes [C,1,1]. */
  channelsFirstOperand(use: Use): string {
    if (use.shape.length === 4) return this.channelsFirst(use);
    if (sizeOf(use.shape) === 1) return this.plain({ value: use.value, shape: [] });
    const shape = [...Array<number>(4 - use.shape.length).fill(1), ...use.shape];
    return this.permute(this.plain(use), shape, [0, 3, 1, 2]);
  }
}
