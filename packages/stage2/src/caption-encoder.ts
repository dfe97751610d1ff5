/** Turns captions into embeddings; `@stackgan/text` has one. */
export interface CaptionEncoder {
  /** Name in messages. */
  name: string;
  /** Size T of an embedding. */
  dimension: number;
  /** Encoders of equal hash give equal embeddings; `loadStackGAN` detects a wrong encoder by it. */
  hash?: string;
  /** Embeddings, row by row: captions.length * dimension numbers. */
  embed(captions: string[]): Promise<Float32Array>;
  /** Share of a caption that the encoder does not know, 0 to 1; from 1/2 on, `generate` warns. */
  unknownShare?(caption: string): number;
}
