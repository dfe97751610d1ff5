import { UsageError } from '../shared/errors.js';
import { type AnswerFile, readAnswerFile } from './answer-file.js';
import { ANSWER_KINDS } from './answer-kinds.js';
import { rankTable } from './rank-table.js';
import { readChoices } from './read-choices.js';
import { readRankings } from './read-rankings.js';
import { sentenceTable } from './sentence-table.js';

/**
 * The results of one study as text for a terminal, from the files of all its raters. Throws
 * UsageError for files of several studies, for two files of one rater, and for damaged or
 * incomplete files.
 */
export async function collectAnswers(paths: readonly string[]): Promise<string> {
  const files = await Promise.all(paths.map((path) => readAnswerFile(path)));
  // Faults within a file are reported first: only whole files can be compared.
  const rankings = files.filter((file) => file.kind === ANSWER_KINDS.ranking).map(readRankings);
  const choices = files.filter((file) => file.kind === ANSWER_KINDS.sentences).map(readChoices);
  requireOneStudy(files);
  return rankings.length > 0 ? rankTable(rankings) : sentenceTable(choices);
}

const WHAT = {
  [ANSWER_KINDS.ranking]: 'ranks models',
  [ANSWER_KINDS.sentences]: 'chooses sentences of images',
} as const;

function requireOneStudy(files: readonly AnswerFile[]): void {
  const first = files[0]!;
  const raters = new Map<string, string>();
  for (const { path, kind, study, rater } of files) {
    if (kind !== first.kind) {
      throw new UsageError(
        `${path} ${WHAT[kind]}, ${first.path} ${WHAT[first.kind]}; collect one study at a time`,
      );
    }
    if (study !== first.study) {
      throw new UsageError(
        `${path} is of study ${study}, ${first.path} of ${first.study}; collect one study at a time`,
      );
    }
    const before = raters.get(rater);
    if (before !== undefined) {
      throw new UsageError(`${before} and ${path} are of the same rater; leave one of them out`);
    }
    raters.set(rater, path);
  }
}
