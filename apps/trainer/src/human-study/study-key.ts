import { z } from 'zod';

/** The solution of a ranking, which raters must not see. */
export const studyKey = z.object({
  /** The runs, as given on the command line. */
  models: z.array(z.string()).min(2),
  captions: z.array(z.string()).min(1),
  /** For each caption, the index of the model of each letter A, B, … */
  orders: z.array(z.array(z.int().min(0))),
  perCaption: z.int().min(1),
  seed: z.int().min(0),
  /** Hex SHA-256 of the images: a study with other images is a different study. */
  images: z.string(),
});

export type StudyKey = z.infer<typeof studyKey>;
