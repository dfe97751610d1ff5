import type { RandomState } from '@stackgan/random';

/** A batch in plain memory, N examples. */
export interface HostBatch {
  /** NHWC [N, imageSize, imageSize, 3] in [-1, 1]. */
  readonly images: Float32Array;
  readonly shape: [number, number, number, number];
  /** [N, T], each row the mean over the captions drawn for that example. */
  readonly embeddings: Float32Array;
  /** [N] class ids. */
  readonly classes: Int32Array;
  /** [N] group ids: captions of another group are wrong for an image, see `pairGroups`. */
  readonly groups: Int32Array;
  readonly ids: string[];
  /** Which captions of each example were drawn, as numbers from 0. */
  readonly captions: readonly (readonly number[])[];
  /** Shaped as `embeddings`: for each example captions of another group, if the loader was asked for them. */
  readonly wrongEmbeddings?: Float32Array;
  /** Shaped as `images`: for each example an image of another group, if the loader was asked for them. */
  readonly wrongImages?: Float32Array;
}

/** Where a loader is, plain JSON: after the last batch handed out, whatever was prefetched. */
export interface LoaderState {
  readonly random: RandomState;
  /** Full passes over the split so far. */
  readonly epoch: number;
  /** Examples of this pass that were handed out. */
  readonly position: number;
}

/** Endless batches of one split. */
export interface BatchLoader {
  /** The next batch; rejects with `DatasetError` when too many images do not decode. */
  readonly next: () => Promise<HostBatch>;
  readonly getState: () => LoaderState;
  /** Ids of images that did not decode and were replaced by the next one. */
  readonly undecodable: () => string[];
  /** Stops prefetching; `next` rejects from then on. */
  readonly close: () => Promise<void>;
}
