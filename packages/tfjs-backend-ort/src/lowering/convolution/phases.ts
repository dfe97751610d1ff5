import type { ConvolutionAttributes } from './convolution-attributes.js';

/** The taps that reach the pixels sq + p along an axis, and the zeros before and after them. */
export interface Phase {
  readonly taps: readonly number[];
  readonly before: number;
  readonly after: number;
}

/** The phases along an axis, 0 or 1; undefined if they are uneven or one has no taps. */
export function phasesOf(
  { kernel, strides, pads, input, output }: ConvolutionAttributes,
  axis: 0 | 1,
): Phase[] | undefined {
  const [size, stride, pad] = [kernel[axis], strides[axis], pads[axis]];
  const phases = Array.from({ length: stride }, (_, phase) => {
    const taps = Array.from({ length: size }, (_, tap) => size - 1 - tap).filter(
      (tap) => (tap - phase - pad) % stride === 0,
    );
    const [last = NaN, first = NaN] = [taps[0], taps.at(-1)];
    const before = (last - phase - pad) / stride;
    const after = input[axis + 1]! / stride - output[axis + 1]! - (first - phase - pad) / stride;
    return { taps, before, after };
  });
  const fits = phases.every(({ before, after }) => before >= 0 && after >= 0);
  return fits && input[axis + 1]! % stride === 0 ? phases : undefined;
}

/** The positions along an axis of `size` pixels that any of the phases needs. */
export function cornersOf(phases: readonly Phase[], size: number) {
  const taps = phases[0]!.taps.length;
  const before = Math.max(...phases.map((phase) => phase.before));
  const after = Math.max(...phases.map((phase) => phase.after));
  return { taps, before, after, count: size + before + after - taps + 1 };
}
