import { type AnswersOf, damagedAnswers, readKey } from './answer-file.js';
import { letterOf } from './encoded-key.js';
import { type StudyKey, studyKey } from './study-key.js';

/** The rankings of one rater. */
export interface RaterRankings {
  readonly study: string;
  readonly key: StudyKey;
  /** For each caption, the models, best first. */
  readonly rankings: readonly (readonly string[])[];
}

/** Maps the letters in a file to models. Throws UsageError for a damaged or incomplete file. */
export function readRankings(file: AnswersOf<'ranking'>): RaterRankings {
  const { path, study, answers } = file;
  const key = readKey(studyKey, file);
  const count = key.captions.length;
  const ranked = answers.filter((letters) => letters.length > 0).length;
  if (answers.length !== count || ranked < count) {
    throw damagedAnswers(path, `is incomplete: it ranks ${ranked} of ${count} captions`);
  }
  const rankings = answers.map((letters, caption) => {
    const order = key.orders[caption]!;
    const known = order.map((_, index) => letterOf(index));
    if (String([...letters].sort()) !== String(known)) {
      throw damagedAnswers(
        path,
        `is damaged: caption ${caption + 1} is ranked "${letters.join(' ')}", not each of ${known.join(' ')} once`,
      );
    }
    return letters.map((letter) => key.models[order[known.indexOf(letter)]!]!);
  });
  return { study, key, rankings };
}
