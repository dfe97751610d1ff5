/** What the pipeline needs of a caption encoder; `@stackgan/text` has one. */
export interface CaptionEncoder {
  /** For messages. */
  name: string;
  /** Size T of an embedding. */
  dimension: number;
  /** Equal hashes give equal embeddings; with one, `loadStackGAN` can tell a wrong encoder. */
  hash?: string;
  /** Row-major [captions.length * dimension]. */
  embed(captions: string[]): Promise<Float32Array>;
  /** Share of a caption that it does not know, 0 to 1, if it can tell; with it, `generate` warns from 1/2 on. */
  unknownShare?(caption: string): number;
}
