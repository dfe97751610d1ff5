import { z } from 'zod';

/** As many as there are letters. */
export const MOST_SENTENCES = 26;

const order = z.array(z.int().min(0)).min(2).max(MOST_SENTENCES);

/** Which sentence each image of a sentence study was drawn of: what its raters must not see. */
export const sentenceKey = z.object({
  /** The run as it was typed. */
  run: z.string(),
  /** In the order of the file. */
  sentences: z.array(z.string()).min(2).max(MOST_SENTENCES),
  /** Which sentence the images 1, 2, … were drawn of. */
  drawnOf: order,
  /** Which sentences the letters A, B, … stand for. */
  lettered: order,
  seed: z.int().min(0),
  /** Hex SHA-256 of the images, so that a study of other images is another. */
  images: z.string(),
});

export type SentenceKey = z.infer<typeof sentenceKey>;
