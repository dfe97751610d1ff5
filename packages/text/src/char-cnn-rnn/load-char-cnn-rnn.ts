import { readSafetensors } from '@stackgan/formats';
import * as tf from '@tensorflow/tfjs-core';
import type { LoadedCaptionEncoder } from '../caption-encoder.js';
import { CaptionError, EncoderError } from '../errors.js';
import { planBatches } from '../plan-batches.js';
import { sha256 } from '../sha256.js';
import { validateCaption } from '../validate-caption.js';
import type { CharCnnRnnFiles } from './char-cnn-rnn-files.js';
import type { CharCnnRnnWeights } from './char-cnn-rnn-sizes.js';
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
export async function loadCharCnnRnn(files: CharCnnRnnFiles): Promise<LoadedCaptionEncoder> {
  const description = readDescription(files['encoder.json']);
  const { name, sizes, lowerCase, unknown } = description;
  const bytes = files['weights.safetensors'];
  if ((await sha256(new Uint8Array(bytes))) !== description.sha256) {
    throw new EncoderError(
      'weights.safetensors is not the file that encoder.json describes: its SHA-256 is another; copy both again',
    );
  }
  const network = new CharCnnRnn(readWeights(bytes), sizes);
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

function readWeights(bytes: Uint8Array): CharCnnRnnWeights {
  try {
    return readSafetensors(bytes).tensors;
  } catch (cause) {
    const { message } = cause as Error;
    throw new EncoderError(`weights.safetensors cannot be read: ${message}`, { cause });
  }
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
