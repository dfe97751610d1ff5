import { meanRanks } from '@stackgan/metrics';
import { countOf } from './count-of.js';
import type { RaterRankings } from './read-rankings.js';

/**
 * Mean rank ± standard error of each model as text for a terminal, over all raters of one study.
 */
export function rankTable(raters: readonly RaterRankings[]): string {
  const { study, key } = raters[0]!;
  const rankings = raters.flatMap((rater) => rater.rankings);
  const ranks = meanRanks(rankings);
  const width = Math.max(...ranks.map(({ model }) => model.length));
  const lines = ranks.map(
    ({ model, mean, standardError }) =>
      `  ${model.padEnd(width)}  ${mean.toFixed(2)} ± ${standardError.toFixed(2)}`,
  );
  return [
    `study ${study}: mean rank ± standard error, 1 is best`,
    ...lines,
    'Protocol',
    `  ${countOf(raters.length, 'rater')}, ${countOf(key.captions.length, 'caption')}, ${countOf(key.perCaption, 'image')} of each; ` +
      `${rankings.length} rankings, treated as independent, of these ${key.models.length} models only`,
  ].join('\n');
}
