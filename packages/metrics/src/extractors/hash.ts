import { MetricError } from '../shared/metric-error.js';

/**
 * Hex SHA-256 of a JSON value, then of bytes. Throws {@link MetricError} `model` in a page that is
 * neither from https nor from localhost: browsers compute no hash there.
 */
export async function hash(value: unknown, parts: readonly Uint8Array[]): Promise<string> {
  const { subtle } = crypto as Partial<Crypto>;
  if (!subtle) {
    throw new MetricError(
      'model',
      'the hash of an extractor cannot be computed: browsers offer crypto.subtle only to pages from https or localhost; serve the page by https',
    );
  }
  const text = new TextEncoder().encode(JSON.stringify(value));
  const all = [text, ...parts];
  const bytes = new Uint8Array(all.reduce((sum, part) => sum + part.length, 0));
  let position = 0;
  for (const part of all) {
    bytes.set(part, position);
    position += part.length;
  }
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
