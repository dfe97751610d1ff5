/** The place of an object in the upright image, in pixels from the upper left corner. */
export interface BoundingBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/**
 * The place of an object as fractions of an image's sides, from 0 to 1: `[x, y, width, height]`
 * from the upper left corner.
 */
export type RelativeBox = readonly [x: number, y: number, width: number, height: number];

/** A rectangle of whole pixels in an image. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What is wrong with a box, whatever its image; undefined if it is valid. */
export function boxFault({ x, y, width, height }: BoundingBox): string | undefined {
  if (![x, y, width, height].every(Number.isFinite)) return 'is not of four finite numbers';
  if (width <= 0 || height <= 0) return `has the size ${width}x${height}`;
  return undefined;
}

/** `(x, y, width, height)` for messages. */
export const boxText = ({ x, y, width, height }: BoundingBox): string =>
  `(${[x, y, width, height].join(', ')})`;

/**
 * The square around a box that both StackGAN implementations crop to, clipped to the image. Its
 * side is `scale` times the longer side of the box (1.5 there), rounded to whole pixels as they do
 * (T:misc/utils.py:31-38, P:code/miscc/datasets.py:43-51). Throws RangeError for an invalid box, or
 * one outside of the image.
 */
export function regionAround(
  box: BoundingBox,
  scale: number,
  image: { readonly width: number; readonly height: number },
): Region {
  const fault = boxFault(box);
  if (fault !== undefined) throw new RangeError(`its box ${boxText(box)} ${fault}`);
  const [x, y, width, height] = [box.x, box.y, box.width, box.height].map(Math.trunc) as Four;
  const isOutside =
    x >= image.width || y >= image.height || x + box.width <= 0 || y + box.height <= 0;
  if (isOutside) {
    throw new RangeError(
      `its box ${boxText(box)} is outside of the image of ${image.width}x${image.height}`,
    );
  }
  const half = Math.max(1, Math.trunc((Math.max(width, height) * scale) / 2));
  const columns = span(Math.trunc((2 * x + width) / 2), half, image.width);
  const rows = span(Math.trunc((2 * y + height) / 2), half, image.height);
  return { left: columns.start, top: rows.start, width: columns.length, height: rows.length };
}
type Four = [number, number, number, number];

/** From `middle - half` to `middle + half`, clipped to `size`; at least one pixel. */
function span(middle: number, half: number, size: number): { start: number; length: number } {
  const start = Math.min(Math.max(0, middle - half), size - 1);
  const end = Math.max(Math.min(size, middle + half), start + 1);
  return { start, length: end - start };
}

/** The part of `box` inside `region`, relative to it; of width or height 0 if there is none. */
export function boxIn(box: BoundingBox, region: Region): RelativeBox {
  const [x, width] = clipped(box.x - region.left, box.width, region.width);
  const [y, height] = clipped(box.y - region.top, box.height, region.height);
  return [x, y, width, height];
}

/** Start and length, as fractions of `size`, of a span that is clipped to 0 to `size`. */
function clipped(start: number, length: number, size: number): [start: number, length: number] {
  const clip = (place: number) => Math.min(Math.max(0, place), size);
  const from = clip(start);
  return [from / size, (clip(start + length) - from) / size];
}

/** The largest square around the middle of an image. */
export function middleSquare({ width, height }: { width: number; height: number }): Region {
  const side = Math.min(width, height);
  return {
    left: Math.floor((width - side) / 2),
    top: Math.floor((height - side) / 2),
    width: side,
    height: side,
  };
}
