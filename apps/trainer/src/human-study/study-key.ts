import { z } from 'zod';

/** What is behind the letters of a ranking: all that its raters must not see. */
export const studyKey = z.object({
  /** The runs as they were typed. */
  models: z.array(z.string()).min(2),
  captions: z.array(z.string()).min(1),
  /** For each caption: which model is behind the letters A, B, … */
  orders: z.array(z.array(z.int().min(0))),
  perCaption: z.int().min(1),
  seed: z.int().min(0),
  /** Hex SHA-256 of the images, so that a study of other images is another. */
  images: z.string(),
});

export type StudyKey = z.infer<typeof studyKey>;
