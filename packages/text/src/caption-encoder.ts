import type { EncoderIdentity } from './encoder-identity.js';

/** Turns captions into embeddings. Anything of this shape can condition a generator. */
export interface CaptionEncoder extends EncoderIdentity {
  /** Embeddings of the captions, row-major [captions.length, T]. */
  readonly embed: (captions: string[]) => Promise<Float32Array>;
  /** Throws for a caption that `embed` would refuse. */
  readonly validate?: (caption: string) => void;
  /**
   * Share of a caption that the encoder does not know, 0 to 1. From 1/2 on, the embedding says
   * little about the caption.
   */
  readonly unknownShare?: (caption: string) => number;
}

/** A {@link CaptionEncoder} that holds tensors and has a hash. */
export interface LoadedCaptionEncoder extends CaptionEncoder {
  /** Hex digest of weights, vocabulary and scaling: equal hashes mean equal embeddings. */
  readonly hash: string;
  /** Throws `CaptionError` for a caption that `embed` would refuse. */
  readonly validate?: (caption: string) => void;
  /** Frees the weights. */
  readonly dispose: () => void;
}
