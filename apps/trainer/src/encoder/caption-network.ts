import type { PreparedExample } from '@stackgan/data';
import type { EncoderFiles } from '@stackgan/text';
import type * as tf from '@tensorflow/tfjs-core';

/** One caption of an image. */
export interface ImageCaption {
  readonly example: PreparedExample;
  /** Its place among the captions of the image. */
  readonly caption: number;
}

/** Makes embeddings of captions. */
export interface CaptionNetwork {
  /** Length T of an embedding. */
  readonly dimension: number;
  /** What learns; empty if the embeddings stay as they are. */
  readonly variables: readonly tf.Variable[];
  /** The captions as the network reads them, a row each. */
  readonly read: (captions: readonly ImageCaption[]) => tf.Tensor;
  /** What `read` gave as embeddings [N, T], with gradients. */
  readonly apply: (rows: tf.Tensor) => tf.Tensor2D;
}

/** A {@link CaptionNetwork} that becomes an encoder. */
export interface TrainableNetwork extends CaptionNetwork {
  /** The files of the encoder whose embeddings are `scale` times those of `apply`. */
  readonly pack: (about: {
    readonly name: string;
    readonly source: string;
    readonly scale: number;
  }) => Promise<EncoderFiles>;
  readonly dispose: () => void;
}
