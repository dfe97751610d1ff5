/**
 * Captions to embeddings with Universal Sentence Encoder lite or a char-CNN-RNN, or with an
 * encoder of your own, on any TensorFlow.js backend.
 *
 * ```ts
 * import '@tensorflow/tfjs-backend-cpu';
 * import { loadSentenceEncoder } from '@stackgan/text';
 *
 * const encoder = await loadSentenceEncoder();
 * const embeddings = await encoder.embed(['a red apple', 'a green apple']); // [2, 1024], row-major
 * console.log(embeddings.length / encoder.dimension); // 2
 * encoder.dispose();
 * ```
 *
 * @packageDocumentation
 */
export {
  loadSentenceEncoder,
  SENTENCE_ENCODER_NAME,
  type SentenceEncoderOptions,
} from './load-sentence-encoder.js';
export type { CaptionEncoder, LoadedCaptionEncoder } from './caption-encoder.js';
export type { EncoderIdentity } from './encoder-identity.js';
export { validateCaption } from './validate-caption.js';
export { fetchModel, type FetchModelOptions } from './fetch-model.js';
export { readNpmModel } from './read-npm-model.js';
export type { SentenceModelFiles } from './sentence-model.js';
export { SentencePieceTokenizer, type Vocabulary } from './tokenizer.js';
export { loadEncoder, type LoadEncoderOptions } from './encoder-folder/load-encoder.js';
export { type EncoderFiles, fetchEncoder } from './encoder-folder/encoder-files.js';
export type { EncoderWeights } from './encoder-folder/encoder-weights.js';
export { encoderFromFunction, type EncoderFunction } from './encoder-from-function.js';
export { packProjection, type ProjectionPacking } from './projection/projection-files.js';
export { Projection, projectionShapes, type ProjectionSizes } from './projection/projection.js';
export { jointEmbeddingLoss } from './joint-embedding-loss.js';
export { loadCharCnnRnn } from './char-cnn-rnn/load-char-cnn-rnn.js';
export { type CharCnnRnnPacking, packCharCnnRnn } from './char-cnn-rnn/char-cnn-rnn-files.js';
export { CharCnnRnn } from './char-cnn-rnn/char-cnn-rnn.js';
export {
  charCnnRnnShapes,
  type CharCnnRnnSizes,
  type CharCnnRnnWeights,
} from './char-cnn-rnn/char-cnn-rnn-sizes.js';
export {
  type CharacterOptions,
  decodeCharacters,
  encodeCharacters,
} from './char-cnn-rnn/character-codes.js';
export { charCnnRnnFromPth } from './char-cnn-rnn/char-cnn-rnn-from-pth.js';
export { charCnnRnnFromT7 } from './char-cnn-rnn/char-cnn-rnn-from-t7.js';
export { CaptionError, EncoderError } from './errors.js';
