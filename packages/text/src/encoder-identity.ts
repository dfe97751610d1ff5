/** Identifies a caption encoder: what data sets and models record of theirs. */
export interface EncoderIdentity {
  /** For messages. */
  readonly name: string;
  /** Length T of one embedding. */
  readonly dimension: number;
  /** Equal hashes mean equal embeddings; left out if unknown. */
  readonly hash?: string;
}
