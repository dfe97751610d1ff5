/** What the pipeline needs of a text encoder; `@stackgan/text` has one. */
export interface TextEncoder {
  /** For messages. */
  name: string;
  /** Size T of an embedding. */
  dimension: number;
  /** Row-major [captions.length * dimension]. */
  embed(captions: string[]): Promise<Float32Array>;
}
