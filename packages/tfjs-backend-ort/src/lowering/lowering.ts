import { OnnxModelBuilder } from '../onnx/model-builder.js';
import { sameShape, sizeOf, type Use, type Value } from '../graph/graph.js';

interface Forms {
  plain?: string;
  channelsFirst?: string;
}

/** Where axis `i` of an NHWC tensor stands in NCHW. */
export const channelsFirstAxis = [0, 2, 3, 1] as const;
/** NHWC sizes in NCHW order. */
function toChannelsFirst(shape: readonly number[]): number[] {
  return [shape[0]!, shape[3]!, shape[1]!, shape[2]!];
}

/**
 * Turns recorded nodes into ONNX. TensorFlow.js is NHWC, ONNX Runtime's convolutions are NCHW:
 * each value is kept in the form that produced it and converted once, when a reader needs the
 * other one, so a run of layers stays in one layout.
 */
export class Lowering {
  readonly builder = new OnnxModelBuilder();
  private readonly forms = new Map<Value, Forms>();

  /** States the name of a value in TensorFlow.js's own order. */
  define(value: Value, name: string): void {
    this.forms.set(value, { plain: name });
  }

  /** States the name of a rank-4 value in NCHW order. */
  defineChannelsFirst(value: Value, name: string): void {
    this.forms.set(value, { channelsFirst: name });
  }

  /** Whether a rank-4 use is at hand in NCHW order alone. */
  isChannelsFirst({ value, shape }: Use): boolean {
    const forms = this.forms.get(value)!;
    return forms.channelsFirst !== undefined && sameShape(shape, value.shape);
  }

  /** The name of a use in TensorFlow.js's own order. */
  plain({ value, shape }: Use): string {
    const forms = this.forms.get(value)!;
    forms.plain ??= this.permute(forms.channelsFirst!, toChannelsFirst(value.shape), [0, 2, 3, 1]);
    return sameShape(shape, value.shape) ? forms.plain : this.reshape(forms.plain, shape);
  }

  /** The name of a rank-4 use in NCHW order. */
  channelsFirst(use: Use): string {
    if (!sameShape(use.shape, use.value.shape)) {
      return this.permute(this.plain(use), use.shape, [0, 3, 1, 2]);
    }
    const forms = this.forms.get(use.value)!;
    forms.channelsFirst ??= this.permute(forms.plain!, use.shape, [0, 3, 1, 2]);
    return forms.channelsFirst;
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

  reshape(name: string, shape: readonly number[]): string {
    return this.builder.node('Reshape', [name, this.builder.integers(shape)]);
  }

  /** Transposes; a permutation that moves only axes of size 1 is a mere reshape. */
  permute(name: string, shape: readonly number[], permutation: readonly number[]): string {
    const moved = permutation.filter((axis) => shape[axis] !== 1);
    const target = permutation.map((axis) => shape[axis]!);
    if (moved.every((axis, i) => i === 0 || axis > moved[i - 1]!)) {
      return this.reshape(name, target);
    }
    return this.builder.node('Transpose', [name], { perm: [...permutation] });
  }

  slice(
    name: string,
    axes: readonly number[],
    starts: readonly number[],
    ends: readonly number[],
    steps?: readonly number[],
  ): string {
    const { builder } = this;
    const inputs = [name, builder.integers(starts), builder.integers(ends), builder.integers(axes)];
    if (steps) inputs.push(builder.integers(steps));
    return builder.node('Slice', inputs);
  }

  concat(names: string[], axis: number): string {
    return names.length === 1 ? names[0]! : this.builder.node('Concat', names, { axis });
  }

  /** Pads with zeros. */
  pad(name: string, before: readonly number[], after: readonly number[]): string {
    if (![...before, ...after].some(Boolean)) return name;
    return this.builder.node('Pad', [name, this.builder.integers([...before, ...after])]);
  }

  number(value: number): string {
    return this.builder.constant('float32', [], [value]);
  }
}
