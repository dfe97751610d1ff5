import type { SentenceModelFiles } from './sentence-model.js';

/** Raise it when the same files give other embeddings: tokenizer, forward pass, scaling, counting of words. */
const revision = 2;

/** Hex SHA-256 of what decides an embedding: our revision, the vocabulary and the weights. */
export async function hashModel({ weights, vocabulary }: SentenceModelFiles): Promise<string> {
  const text = new TextEncoder().encode(JSON.stringify([revision, vocabulary]));
  const bytes = new Uint8Array(text.length + weights.length);
  bytes.set(text);
  bytes.set(weights, text.length);
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
