import { z } from 'zod';
import { isPermutation } from './is-permutation.js';

/** The solution of a ranking, which raters must not see. */
export const studyKey = z
  .object({
    /** The runs, as given on the command line. */
    models: z.array(z.string()).min(2),
    captions: z.array(z.string()).min(1),
    /** For each caption, the index of the model of each letter A, B, … */
    orders: z.array(z.array(z.int().min(0))),
    perCaption: z.int().min(1),
    seed: z.int().min(0),
    /** Hex SHA-256 of the images: a study with other images is a different study. */
    images: z.string(),
  })
  // The key comes back in files of raters, who could have changed it.
  .refine(
    ({ models, captions, orders }) =>
      orders.length === captions.length &&
      orders.every((order) => isPermutation(order, models.length)),
  );

export type StudyKey = z.infer<typeof studyKey>;
