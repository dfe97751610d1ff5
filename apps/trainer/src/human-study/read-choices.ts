import { type AnswersOf, damagedAnswers, readKey } from './answer-file.js';
import { letterOf } from './encoded-key.js';
import { type SentenceKey, sentenceKey } from './sentence-key.js';

/** The sentences that one rater chose. */
export interface RaterChoices {
  readonly path: string;
  readonly study: string;
  readonly key: SentenceKey;
  /**
   * For each sentence, in the order of the key, the index of the sentence that was chosen for its
   * image.
   */
  readonly takenFor: readonly number[];
}

/** Maps the letters in a file to sentences. Throws UsageError for a damaged or incomplete file. */
export function readChoices(file: AnswersOf<'sentences'>): RaterChoices {
  const { path, study, answers } = file;
  const key = readKey(sentenceKey, file);
  const { drawnOf, lettered } = key;
  const given = answers.filter((letter) => letter !== '').length;
  if (answers.length !== drawnOf.length || given < drawnOf.length) {
    throw damagedAnswers(
      path,
      `is incomplete: ${given} of ${drawnOf.length} images have a sentence`,
    );
  }
  const known = lettered.map((_, index) => letterOf(index));
  const takenFor: number[] = [];
  for (const [index, letter] of answers.entries()) {
    const sentence = lettered[known.indexOf(letter)];
    const before = answers.indexOf(letter);
    if (sentence === undefined || before < index) {
      const fault =
        sentence === undefined ? `none of ${known.join(' ')}` : `as image ${before + 1} has`;
      throw damagedAnswers(path, `is damaged: image ${index + 1} has "${letter}", ${fault}`);
    }
    takenFor[drawnOf[index]!] = sentence;
  }
  return { path, study, key, takenFor };
}
