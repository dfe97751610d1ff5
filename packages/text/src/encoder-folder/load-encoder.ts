import type { LoadedCaptionEncoder } from '../caption-encoder.js';
import { loadCharCnnRnn } from '../char-cnn-rnn/load-char-cnn-rnn.js';
import { loadSentenceEncoder } from '../load-sentence-encoder.js';
import { loadProjection } from '../projection/load-projection.js';
import type { EncoderFiles } from './encoder-files.js';
import { readKind } from './encoder-head.js';

/** Options of {@link loadEncoder}. */
export interface LoadEncoderOptions {
  /**
   * Loads the encoder whose embeddings a projection reads. Default: `loadSentenceEncoder()`; in a
   * browser pass `() => loadSentenceEncoder({ loadModel })`.
   */
  readonly loadBase?: () => Promise<LoadedCaptionEncoder>;
}

/**
 * Loads an encoder of any kind from the files of its folder onto the current tfjs backend. Throws
 * `EncoderError` for files that are damaged or of an unknown kind, and for a base that is not the
 * one which the encoder was trained on; `embed` rejects with `CaptionError`.
 */
export async function loadEncoder(
  files: EncoderFiles,
  { loadBase = loadSentenceEncoder }: LoadEncoderOptions = {},
): Promise<LoadedCaptionEncoder> {
  return readKind(files['encoder.json']) === 'projection'
    ? loadProjection(files, loadBase)
    : loadCharCnnRnn(files);
}
