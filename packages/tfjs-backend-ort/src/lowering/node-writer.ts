import { sizeOf } from '../graph/graph.js';
import { OnnxModelBuilder } from '../onnx/model-builder.js';

/** Writes ONNX nodes that move and join values, which are given by name. */
export class NodeWriter {
  readonly builder = new OnnxModelBuilder();
  private readonly reshaped = new Map<string, string>();

  reshape(name: string, shape: readonly number[]): string {
    // A tensor that is itself a reshape is replaced by its source: one node instead of two.
    const source = this.reshaped.get(name) ?? name;
    const result = this.builder.node('Reshape', [source, this.builder.integers(shape)]);
    this.reshaped.set(result, source);
    return result;
  }

  /**
   * Transposes; a permutation that moves only axes of size 1 is a reshape. Axes that stay adjacent
   * are merged into one, since ONNX Runtime iterates over every axis.
   */
  permute(name: string, shape: readonly number[], permutation: readonly number[]): string {
    const moved = permutation.filter((axis) => shape[axis] !== 1);
    const target = permutation.map((axis) => shape[axis]!);
    const runs: number[][] = [];
    for (const axis of moved) {
      const before = runs.at(-1)?.at(-1);
      if (before !== undefined && isNext(shape, before, axis)) runs.at(-1)!.push(axis);
      else runs.push([axis]);
    }
    if (runs.length < 2) return this.reshape(name, target);
    const inOrder = runs.toSorted(([a], [b]) => a! - b!);
    const sizes = inOrder.map((run) => sizeOf(run.map((axis) => shape[axis]!)));
    const perm = runs.map((run) => inOrder.indexOf(run));
    const areAlone = runs.length === shape.length;
    const source = areAlone ? name : this.reshape(name, sizes);
    const transposed = this.builder.node('Transpose', [source], { perm });
    return areAlone ? transposed : this.reshape(transposed, target);
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

  /** The sum of all; ONNX Runtime is faster at adding two at a time than many at once. */
  sum(names: readonly string[]): string {
    return names.reduce((total, name) => this.builder.node('Add', [total, name]));
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

/** Whether `axis` follows `before`, ignoring axes of size 1. */
function isNext(shape: readonly number[], before: number, axis: number): boolean {
  return axis > before && shape.slice(before + 1, axis).every((size) => size === 1);
}
