/** Kinds of caption encoders that can be trained; the first is the default. */
export const ENCODER_KINDS = ['projection', 'char-cnn-rnn'] as const;

/** What a training of a caption encoder depends on, besides its data. */
export interface EncoderOptions {
  readonly kind: (typeof ENCODER_KINDS)[number];
  /** Length T of an embedding. */
  readonly dimension: number;
  readonly steps: number;
  /** Pairs of a step. */
  readonly batch: number;
  readonly seed: number;
}
