/**
 * An attribute of images: a name such as `hair colour`, and its values; the position of a value is
 * its class.
 */
export interface NamedAttribute {
  readonly name: string;
  readonly values: readonly string[];
}

/** An attribute that a reader was trained on, with its held-out accuracy. */
export interface ReaderAttribute extends NamedAttribute {
  /**
   * The share of held-out images with a known value that it reads correctly; NaN if there are none.
   */
  readonly heldOutAccuracy: number;
  /** The number of those images. */
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

/** A trained attribute reader, as plain numbers to store; see `openAttributeReader`. */
export interface AttributeReader {
  readonly attributes: readonly ReaderAttribute[];
  readonly layers: readonly ReaderLayer[];
}

/** Side of the network's input, to which images are resized. */
export const READER_SIZE = 64;
