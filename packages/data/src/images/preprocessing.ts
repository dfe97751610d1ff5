/**
 * How images are cropped and resized when a data set is prepared; `dataset.json` records it. The
 * TensorFlow code of StackGAN uses `bicubic`, `stretchContrast` and `smallFromLarge`,
 * StackGAN-Pytorch `bilinear` only.
 */
export interface Preprocessing {
  /**
   * Side of the square that is cropped around the box of an example, as a multiple of the box's
   * longer side. The square is clipped to the image, and the rest stretched to a square. 0 ignores
   * boxes. Images without a box are cropped to a square around their middle.
   */
  readonly objectCrop: number;
  /** Resizing filter, widened for shrinking: `lanczos` is that of libvips, the others Pillow's. */
  readonly filter: ResizeFilter;
  /** Spreads the values of each cropped image over 0 to 255 before resizing, as old SciPy did. */
  readonly stretchContrast: boolean;
  /** Makes the smaller sizes from the largest one, not from the image itself. */
  readonly smallFromLarge: boolean;
}

export type ResizeFilter = 'lanczos' | 'bilinear' | 'bicubic';
const filters: readonly ResizeFilter[] = ['lanczos', 'bilinear', 'bicubic'];

/** The default of every option. */
export const defaultPreprocessing: Preprocessing = {
  objectCrop: 1.5,
  filter: 'lanczos',
  stretchContrast: false,
  smallFromLarge: false,
};

/** Completes options with the defaults; throws RangeError for an invalid value. */
export function resolvePreprocessing(given: Partial<Preprocessing> = {}): Preprocessing {
  const resolved = { ...defaultPreprocessing, ...given };
  const { objectCrop, filter } = resolved;
  if (!Number.isFinite(objectCrop) || objectCrop < 0) {
    throw new RangeError(`objectCrop is ${objectCrop}; give 1.5, or 0 for no crop to the object`);
  }
  if (!filters.includes(filter)) {
    throw new RangeError(`filter is ${String(filter)}; give one of ${filters.join(', ')}`);
  }
  return resolved;
}
