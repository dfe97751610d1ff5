import { createHash } from 'node:crypto';

/** Hex SHA-256 of images as data URLs. */
export function hashImages(urls: readonly string[]): string {
  const hash = createHash('sha256');
  for (const url of urls) hash.update(url);
  return hash.digest('hex');
}
