/** How one axis of an image is resized. */
export interface Resizing {
  /** The sizes of the axis before and after. */
  readonly from: number;
  readonly to: number;
  readonly alignCorners: boolean;
  readonly halfPixelCenters: boolean;
}

/** For each new position two old ones, and the distance from the first as a fraction. */
export interface Interpolation {
  readonly low: readonly number[];
  readonly high: readonly number[];
  readonly fraction: readonly number[];
}

/** The new positions in coordinates of the old ones. */
function places({ from, to, alignCorners, halfPixelCenters }: Resizing, offset: number): number[] {
  const isAligned = alignCorners && to > 1;
  const scale = isAligned ? (from - 1) / (to - 1) : from / to;
  return Array.from({ length: to }, (_, place) =>
    halfPixelCenters ? scale * (place + 0.5) - offset : scale * place,
  );
}

/** Linear interpolation, in TensorFlow's three variants. */
export function interpolate(resizing: Resizing): Interpolation {
  const sources = places(resizing, 0.5);
  const low = sources.map((source) => Math.max(0, Math.floor(source)));
  return {
    low,
    high: sources.map((source) => Math.min(resizing.from - 1, Math.max(0, Math.ceil(source)))),
    fraction: sources.map((source, place) => source - low[place]!),
  };
}

/** The nearest old position of each new one. */
export function nearest(resizing: Resizing): number[] {
  const round = resizing.alignCorners ? Math.round : Math.floor;
  return places(resizing, 0).map((source) => Math.min(resizing.from - 1, round(source)));
}

/** An interpolation as a matrix [to, from], row by row. */
export function interpolationMatrix(
  { from, to }: Resizing,
  { low, high, fraction }: Interpolation,
): number[] {
  const matrix = new Array<number>(to * from).fill(0);
  for (let place = 0; place < to; place++) {
    matrix[place * from + low[place]!]! += 1 - fraction[place]!;
    matrix[place * from + high[place]!]! += fraction[place]!;
  }
  return matrix;
}
