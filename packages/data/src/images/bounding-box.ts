/** Where an object is in its image, in pixels of the upright image from its upper left corner. */
export interface BoundingBox {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A part of an image, in whole pixels. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What is wrong with a box whatever its image is; undefined if nothing is. */
export function boxFault({ x, y, width, height }: BoundingBox): string | undefined {
  if (![x, y, width, height].every(Number.isFinite)) return 'is not of four finite numbers';
  if (width <= 0 || height <= 0) return `has the size ${width}x${height}`;
  return undefined;
}

/** `x, y, width, height` as messages have it. */
export const boxText = ({ x, y, width, height }: BoundingBox): string =>
  `(${[x, y, width, height].join(', ')})`;

/**
 * The square around a box that both codes of StackGAN cut, its side `scale` times the longer side of the
 * box (1.5 there), and of it what is within the image. In whole numbers as they round them
 * (T:misc/utils.py:31-38, P:code/miscc/datasets.py:43-51); throws RangeError for a bad box, or one that
 * has no pixel of the image.
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

/** From `middle - half` to `middle + half`, within `size`; a pixel at least. */
function span(middle: number, half: number, size: number): { start: number; length: number } {
  const start = Math.min(Math.max(0, middle - half), size - 1);
  const end = Math.max(Math.min(size, middle + half), start + 1);
  return { start, length: end - start };
}

/** The largest square in the middle of an image. */
export function middleSquare({ width, height }: { width: number; height: number }): Region {
  const side = Math.min(width, height);
  return {
    left: Math.floor((width - side) / 2),
    top: Math.floor((height - side) / 2),
    width: side,
    height: side,
  };
}
