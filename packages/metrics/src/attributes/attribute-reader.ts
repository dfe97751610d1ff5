/** What images may show: a name such as `hair colour`, and its values; the position of a value is its class. */
export interface NamedAttribute {
  readonly name: string;
  readonly values: readonly string[];
}

/** An attribute that a reader has learned, and how well. */
export interface ReaderAttribute extends NamedAttribute {
  /** The share of held-out images whose value it reads rightly, of those whose value is known; NaN if there are none. */
  readonly heldOutAccuracy: number;
  /** How many those are. */
  readonly heldOut: number;
}

/** Weights of one layer, in row-major order. */
export interface ReaderLayer {
  /** [4, 4, inputs, outputs] of a convolution, [inputs, outputs] of the last layer. */
  readonly shape: readonly number[];
  readonly weights: Float32Array;
  /** [outputs] */
  readonly bias: Float32Array;
}

/** A trained reader of attributes: plain numbers, to be stored as they are; {@link openAttributeReader} uses it. */
export interface AttributeReader {
  readonly attributes: readonly ReaderAttribute[];
  readonly layers: readonly ReaderLayer[];
}

/** Side of the images that the network sees; others are brought to it. */
export const READER_SIZE = 64;
