/** Captions in, embeddings out; whatever has this shape can condition a generator. */
export interface CaptionEncoder {
  readonly name: string;
  /** Length T of one embedding. */
  readonly dimension: number;
  /** Embeddings as one row-major [captions.length, T] array. */
  readonly embed: (captions: string[]) => Promise<Float32Array>;
  /**
   * Share of a caption that the encoder does not know, 0 to 1, where it can tell; from 1/2 on the embedding says little,
   * and at 1 `embed` rejects.
   */
  readonly unknownShare?: (caption: string) => number;
}

/** A {@link CaptionEncoder} that holds tensors and can be told from others. */
export interface LoadedCaptionEncoder extends CaptionEncoder {
  /** Hex digest of weights, vocabulary and scaling: equal hashes give equal embeddings. */
  readonly hash: string;
  /** Throws `CaptionError` for a caption that `embed` would refuse. */
  readonly validate?: (caption: string) => void;
  /** Frees the weights. */
  readonly dispose: () => void;
}
