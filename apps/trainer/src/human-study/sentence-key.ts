import { z } from 'zod';
import { isPermutation } from './is-permutation.js';

/** One per letter of the alphabet. */
export const MOST_SENTENCES = 26;

const order = z.array(z.int().min(0)).min(2).max(MOST_SENTENCES);

/** The solution of a sentence study, which raters must not see. */
export const sentenceKey = z
  .object({
    /** The run, as given on the command line. */
    run: z.string(),
    /** In the order of the file. */
    sentences: z.array(z.string()).min(2).max(MOST_SENTENCES),
    /** Index of the sentence of each image 1, 2, … */
    drawnOf: order,
    /** Index of the sentence of each letter A, B, … */
    lettered: order,
    seed: z.int().min(0),
    /** Hex SHA-256 of the images: a study with other images is a different study. */
    images: z.string(),
  })
  // The key comes back in files of raters, who could have changed it.
  .refine(({ sentences, drawnOf, lettered }) =>
    [drawnOf, lettered].every((order) => isPermutation(order, sentences.length)),
  );

export type SentenceKey = z.infer<typeof sentenceKey>;
