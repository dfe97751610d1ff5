/** What preparation needs of a caption encoder; `@stackgan/text` makes one. */
export interface CaptionEncoder {
  readonly name: string;
  /** Changes whenever the same caption would give another embedding; keys the cache. */
  readonly hash: string;
  /** Length T of one embedding. */
  readonly dimension: number;
  /** Throws for a caption that `embed` would refuse; asked of all captions before the first image is packed. */
  readonly validate?: (caption: string) => void;
  /** Row-major [captions.length, T]. */
  readonly embed: (captions: string[]) => Promise<Float32Array>;
  /** Share of a caption that the encoder does not know, 0 to 1, if it can tell; from 1/2 on preparation says so. */
  readonly unknownShare?: (caption: string) => number;
}
