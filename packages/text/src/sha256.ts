import { EncoderError } from './errors.js';

/**
 * Hex SHA-256 of the bytes. Throws {@link EncoderError} in a page that is neither from https nor from
 * localhost: browsers compute no hash there.
 */
export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const { subtle } = crypto as Partial<Crypto>;
  if (!subtle) {
    const page = globalThis.location ? `, and this one is from ${location.origin}` : '';
    throw new EncoderError(
      `The hash of an encoder cannot be computed: browsers offer crypto.subtle only to pages from https or localhost${page}; ` +
        'serve the page by https',
    );
  }
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
