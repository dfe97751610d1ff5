/** Tells a caption encoder from others: what a data set or a model records of the one it was made with. */
export interface EncoderIdentity {
  /** For messages. */
  readonly name: string;
  /** Length T of one embedding. */
  readonly dimension: number;
  /** Equal hashes mean equal embeddings; left out where it is unknown. */
  readonly hash?: string;
}
