/**
 * How images are cut and resized when a data set is prepared; `dataset.json` keeps it. The TensorFlow
 * code of StackGAN has bicubic, stretchContrast and smallFromLarge, StackGAN-Pytorch bilinear alone.
 */
export interface Preprocessing {
  /**
   * Side of the square that is cut around the box of an example, in lengths of the box's longer side; what
   * of it is outside of the image is left out, and the rest pulled to a square. 0 looks at no box.
   * Images without a box are cut to a square around their middle.
   */
  readonly objectCrop: number;
  /** Filter of the resizing, widened where images shrink: `lanczos` is libvips', the others Pillow's. */
  readonly filter: ResizeFilter;
  /** Spreads the values of each cut image over 0 to 255 before resizing, as old SciPy did. */
  readonly stretchContrast: boolean;
  /** Makes the smaller sizes of the largest one, not of the image itself. */
  readonly smallFromLarge: boolean;
}

export type ResizeFilter = 'lanczos' | 'bilinear' | 'bicubic';
const filters: readonly ResizeFilter[] = ['lanczos', 'bilinear', 'bicubic'];

/** What is not asked for otherwise. */
export const defaultPreprocessing: Preprocessing = {
  objectCrop: 1.5,
  filter: 'lanczos',
  stretchContrast: false,
  smallFromLarge: false,
};

/** The defaults with what is given; throws RangeError for a value that cannot be. */
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
