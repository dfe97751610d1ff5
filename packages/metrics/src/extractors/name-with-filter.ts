import type { ResizeFilter } from '../images/resize-images.js';

/** The filter of an extractor whose name has none. */
export const DEFAULT_FILTER = 'pillow-bilinear' satisfies ResizeFilter;

/** Another filter gives other features, and so another name: `model-2048-tf1-bilinear`. */
export const nameWithFilter = (name: string, resize: ResizeFilter): string =>
  resize === DEFAULT_FILTER ? name : `${name}-${resize}`;
