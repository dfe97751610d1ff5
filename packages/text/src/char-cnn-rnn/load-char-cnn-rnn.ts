import * as tf from '@tensorflow/tfjs-core';
import type { LoadedCaptionEncoder } from '../caption-encoder.js';
import type { EncoderFiles } from '../encoder-folder/encoder-files.js';
import { readWeights } from '../encoder-folder/encoder-weights.js';
import { CaptionError } from '../errors.js';
import { planBatches } from '../plan-batches.js';
import { sha256 } from '../sha256.js';
import { validateCaption } from '../validate-caption.js';
import { CharCnnRnn } from './char-cnn-rnn.js';
import {
  ALPHABET,
  CAPTION_LENGTH,
  encodeCharacters,
  unknownCharacters,
} from './character-codes.js';
import { readDescription } from './encoder-description.js';

/** To be raised when the same files give other embeddings, by a change of the codes or the network. */
const revision = 1;

/**
 * Loads a char-CNN-RNN onto the current tfjs backend. It reads 201 characters of a caption without
 * the blanks around it, and ignores the rest. Throws `EncoderError` for files that are damaged or
 * of another encoder; `embed` rejects with `CaptionError`.
 */
export async function loadCharCnnRnn(files: EncoderFiles): Promise<LoadedCaptionEncoder> {
  const description = readDescription(files['encoder.json']);
  const { name, sizes, lowerCase, unknown } = description;
  const weights = await readWeights(files['weights.safetensors'], description.sha256);
  const network = new CharCnnRnn(weights, sizes);
  const identity = JSON.stringify([revision, lowerCase, unknown, sizes, description.sha256]);

  const read = (caption: string): string => {
    const text = validateCaption(caption);
    if (unknownCharacters(text, { lowerCase, unknown }) < 1) return text;
    throw new CaptionError(
      `The encoder knows no character of the caption "${text.slice(0, 40)}"; describe the image in English`,
      caption,
    );
  };
  const embed = async (captions: string[]): Promise<Float32Array> => {
    const texts = captions.map(read);
    const embeddings = new Float32Array(texts.length * sizes.dimension);
    for (const { members, size } of planBatches(texts.map(() => CAPTION_LENGTH))) {
      // Rows of blank captions fill up the batch, so that there are few distinct shapes.
      const rows = Array.from({ length: size }, (_, row) => texts[members[row] ?? -1] ?? '');
      const codes = encodeCharacters(rows, { lowerCase, unknown });
      const values = await embedCodes(network, codes);
      for (const [row, member] of members.entries()) {
        const embedding = values.subarray(row * sizes.dimension, (row + 1) * sizes.dimension);
        embeddings.set(embedding, member * sizes.dimension);
      }
    }
    return embeddings;
  };
  return {
    name,
    dimension: sizes.dimension,
    hash: await sha256(new TextEncoder().encode(identity)),
    embed,
    unknownShare: (caption) => unknownCharacters(caption, { lowerCase, unknown }),
    validate: (caption) => void read(caption),
    dispose: () => network.dispose(),
  };
}

async function embedCodes(network: CharCnnRnn, codes: Float32Array): Promise<Float32Array> {
  const embeddings = tf.tidy(() =>
    network.apply(
      tf.tensor3d(codes, [
        codes.length / (CAPTION_LENGTH * ALPHABET.length),
        CAPTION_LENGTH,
        ALPHABET.length,
      ]),
    ),
  );
  try {
    return (await embeddings.data()) as Float32Array;
  } finally {
    embeddings.dispose();
  }
}
