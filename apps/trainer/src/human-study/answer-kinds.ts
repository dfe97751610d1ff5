/** What a file of answers says it is, by kind of study. */
export const ANSWER_KINDS = {
  ranking: 'stackgan-human-study',
  sentences: 'stackgan-sentence-study',
} as const;
