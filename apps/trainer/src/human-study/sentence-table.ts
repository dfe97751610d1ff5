import { countOf } from './count-of.js';
import type { RaterChoices } from './read-choices.js';

/**
 * The results of a sentence study as text for a terminal, over all its raters: the number of
 * correct choices of each rater, the mean beside chance, and the confused sentences.
 */
export function sentenceTable(raters: readonly RaterChoices[]): string {
  const { study, key } = raters[0]!;
  const { sentences, run, seed } = key;
  const count = sentences.length;
  const right = raters.map(
    ({ takenFor }) => takenFor.filter((sentence, index) => sentence === index).length,
  );
  const mean = right.reduce((sum, one) => sum + one, 0) / raters.length;
  const width = Math.max(...raters.map(({ path }) => path.length), 'chance'.length);
  const line = (name: string, what: string) => `  ${name.padEnd(width)}  ${what}`;
  return [
    `study ${study}: which sentence is this?`,
    ...raters.map(({ path }, index) =>
      line(path, `${right[index]} of ${count} images matched with their sentence`),
    ),
    line('mean', `${mean.toFixed(1)} of ${count} (${((100 * mean) / count).toFixed(0)} %)`),
    // A random permutation has one fixed point on average, whatever its length.
    line('chance', `1.0 of ${count} (${(100 / count).toFixed(0)} %), expected from guessing`),
    ...confusionLines(raters),
    'Protocol',
    `  ${countOf(raters.length, 'rater')}, ${countOf(count, 'sentence')}, one image of each by ${run}, seed ${seed}; ` +
      'each sentence chosen once',
  ].join('\n');
}

/** Which sentences were mistaken for which others, the most frequent first. */
function confusionLines(raters: readonly RaterChoices[]): string[] {
  const { sentences } = raters[0]!.key;
  const counts = new Map<string, number>();
  for (const { takenFor } of raters) {
    for (const [index, sentence] of takenFor.entries()) {
      if (sentence === index) continue;
      const text = `“${sentences[index]}” was taken for “${sentences[sentence]}”`;
      counts.set(text, (counts.get(text) ?? 0) + 1);
    }
  }
  if (counts.size === 0) return ['No sentence was taken for another'];
  const sorted = [...counts].sort(([, a], [, b]) => b - a);
  return [
    'Confused',
    ...sorted.map(([text, times]) => `  ${text}${raters.length > 1 ? `, by ${times}` : ''}`),
  ];
}
