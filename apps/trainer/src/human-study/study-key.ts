import { createHash } from 'node:crypto';
import { z } from 'zod';

const keySchema = z.object({
  /** The runs as they were typed. */
  models: z.array(z.string()).min(2),
  captions: z.array(z.string()).min(1),
  /** For each caption: which model is behind the letters A, B, … */
  orders: z.array(z.array(z.int().min(0))),
  perCaption: z.int().min(1),
  seed: z.int().min(0),
  /** Hex SHA-256 of the pictures, so that a study of other pictures is another. */
  pictures: z.string(),
});

/** What is behind the letters of a study: all that its raters must not see. */
export type StudyKey = z.infer<typeof keySchema>;

/** The names of the sets that a rater sees: A, B, … */
export const letterOf = (index: number): string => String.fromCharCode(65 + index);

/** The key as the page keeps it: base64, which tells a reader of the page nothing at a glance. */
export const encodeKey = (key: StudyKey): string =>
  Buffer.from(JSON.stringify(key)).toString('base64');

/** Reads what `encodeKey` wrote; undefined for anything else. */
export function decodeKey(text: string): StudyKey | undefined {
  try {
    const json = Buffer.from(text, 'base64').toString('utf8');
    return keySchema.safeParse(JSON.parse(json)).data;
  } catch {
    return undefined;
  }
}

/** Names a study by its encoded key. */
export const studyId = (encodedKey: string): string =>
  createHash('sha256').update(encodedKey).digest('hex').slice(0, 16);
