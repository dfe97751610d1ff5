/** The field `kind` of a file of answers, by kind of study. */
export const ANSWER_KINDS = {
  ranking: 'stackgan-human-study',
  sentences: 'stackgan-sentence-study',
} as const;
