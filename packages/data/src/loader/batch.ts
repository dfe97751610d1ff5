import type { RandomState } from '@stackgan/random';

/** A batch of N examples in plain memory. */
export interface HostBatch {
  /** NHWC [N, imageSize, imageSize, 3] in [-1, 1]. */
  readonly images: Float32Array;
  readonly shape: [number, number, number, number];
  /** [N, T]; each row is the mean over the captions drawn for its example. */
  readonly embeddings: Float32Array;
  /** [N] class ids. */
  readonly classes: Int32Array;
  /** [N] group ids: captions of another group do not describe an image, see `pairGroups`. */
  readonly groups: Int32Array;
  readonly ids: string[];
  /** Indices of the captions drawn for each example, from 0. */
  readonly captions: readonly (readonly number[])[];
  /**
   * [N, 4], the object's place in each image, `[x, y, width, height]` as fractions of `imageSize`
   * from the upper left corner; if all images of the split have one.
   */
  readonly boxes?: Float32Array;
  /** Shaped like `embeddings`: captions of another group per example; with `wrongCaptions` only. */
  readonly wrongEmbeddings?: Float32Array;
  /** Shaped like `images`: an image of another group per example; with `wrongImages` only. */
  readonly wrongImages?: Float32Array;
}

/**
 * A loader's place after the last batch it returned, as plain JSON; prefetched ones do not count.
 */
export interface LoaderState {
  readonly random: RandomState;
  /** Complete epochs so far. */
  readonly epoch: number;
  /** Examples of this epoch that were returned. */
  readonly position: number;
}

/** Endless batches of one split. */
export interface BatchLoader {
  /** The next batch; rejects with `DatasetError` when too many images cannot be decoded. */
  readonly next: () => Promise<HostBatch>;
  readonly getState: () => LoaderState;
  /** Ids of images that could not be decoded and were replaced by the next one. */
  readonly undecodable: () => string[];
  /** Stops prefetching; afterwards `next` rejects. */
  readonly close: () => Promise<void>;
}
