import type { SentenceModelFiles } from './sentence-model.js';
import { sha256 } from './sha256.js';

/**
 * To be raised when the same files give other embeddings, by a change of the tokenizer, the forward
 * pass, the scaling or the word counts.
 */
const revision = 2;

/** Hex SHA-256 of what determines an embedding: the revision, the vocabulary and the weights. */
export async function hashModel({ weights, vocabulary }: SentenceModelFiles): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify([revision, vocabulary]));
  const bytes = new Uint8Array(text.length + weights.length);
  bytes.set(text);
  bytes.set(weights, text.length);
  return sha256(bytes);
}
