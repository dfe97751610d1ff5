import { meanRanks } from '@stackgan/metrics';
import { UsageError } from '../errors.js';
import { type RaterAnswers, readAnswers } from './read-answers.js';

/**
 * Mean rank ± standard error of each model for a terminal, from the files of all raters. Throws UsageError for files of
 * several studies, or of one rater twice.
 */
export async function rankTable(paths: readonly string[]): Promise<string> {
  const files = await Promise.all(paths.map((path) => readAnswers(path)));
  const first = files[0]!;
  const raters = new Map<string, string>();
  for (const [index, { study, rater }] of files.entries()) {
    if (study !== first.study) {
      throw new UsageError(
        `${paths[index]} is of study ${study}, ${paths[0]} of ${first.study}; collect one study at a time`,
      );
    }
    const before = raters.get(rater);
    if (before !== undefined) {
      throw new UsageError(
        `${before} and ${paths[index]} are of the same rater; leave one of them out`,
      );
    }
    raters.set(rater, paths[index]!);
  }
  return tableText(first, files);
}

function tableText({ study, key }: RaterAnswers, files: readonly RaterAnswers[]): string {
  const rankings = files.flatMap((file) => file.rankings);
  const ranks = meanRanks(rankings);
  const width = Math.max(...ranks.map(({ model }) => model.length));
  const lines = ranks.map(
    ({ model, mean, standardError }) =>
      `  ${model.padEnd(width)}  ${mean.toFixed(2)} ± ${standardError.toFixed(2)}`,
  );
  const number = (count: number, what: string) => `${count} ${what}${count === 1 ? '' : 's'}`;
  return [
    `study ${study}: mean rank ± standard error, 1 is best`,
    ...lines,
    'Protocol',
    `  ${number(files.length, 'rater')}, ${number(key.captions.length, 'caption')}, ${number(key.perCaption, 'picture')} of each; ` +
      `${rankings.length} rankings, taken as independent, of these ${key.models.length} models alone`,
  ].join('\n');
}
