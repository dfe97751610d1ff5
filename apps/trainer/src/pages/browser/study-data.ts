/** What the page of every study holds as JSON. `Answer` is what a rater gives to one question. */
export interface StudyData<Answer> {
  /** What the saved files say they are. */
  readonly kind: string;
  /** Identifies the study. */
  readonly study: string;
  /** Encoded. A page never decodes it and only copies it into the answers. */
  readonly key: string;
  /** The answers of a rater who has given none, one per question. */
  readonly noAnswers: readonly Answer[];
}

/** What raters see of a ranking: for each caption, the images of each set as data URLs. */
export interface RankingContent {
  readonly captions: readonly {
    readonly text: string;
    readonly sets: readonly (readonly string[])[];
  }[];
}

/**
 * What raters see of a sentence study: the sentences A, B, … and data URLs of the images 1, 2, …
 */
export interface SentenceContent {
  readonly sentences: readonly string[];
  readonly images: readonly string[];
}
