/** Which caption encoder a model learned with. */
export interface EncoderIdentity {
  readonly name: string;
  /** Length T of an embedding. */
  readonly dimension: number;
  /** Equal hashes give equal embeddings; left out where nobody knows. */
  readonly hash?: string;
}
