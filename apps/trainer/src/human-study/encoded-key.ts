import { createHash } from 'node:crypto';
import type { z } from 'zod';

/**
 * The key of a study in base64, so that a rater who looks at the source of the page does not read
 * it by accident.
 */
export const encodeKey = (key: object): string =>
  Buffer.from(JSON.stringify(key)).toString('base64');

/** Decodes a key of `schema` that `encodeKey` encoded; undefined for anything else. */
export function decodeKey<Key>(schema: z.ZodType<Key>, text: string): Key | undefined {
  try {
    const json = Buffer.from(text, 'base64').toString('utf8');
    return schema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}

/** Names a study by its encoded key. */
export const studyId = (encodedKey: string): string =>
  createHash('sha256').update(encodedKey).digest('hex').slice(0, 16);

/** The letters that raters see: A, B, … */
export const letterOf = (index: number): string => String.fromCharCode(65 + index);
