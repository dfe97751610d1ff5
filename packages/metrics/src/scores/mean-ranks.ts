import { MetricError } from '../shared/metric-error.js';

export interface MeanRank {
  readonly model: string;
  /** 1 is best. */
  readonly mean: number;
  /** Of the mean: sample standard deviation (n - 1) over answers, divided by √n. */
  readonly standardError: number;
}

/**
 * Mean rank of each model over the answers of people, as Table 1 of StackGAN; best first. An answer
 * names all models from best to worst. The standard error takes answers as independent.
 *
 * Throws {@link MetricError} for fewer than two answers, or an answer that does not name every
 * model once.
 */
export function meanRanks(answers: readonly (readonly string[])[]): MeanRank[] {
  const count = answers.length;
  if (count < 2)
    throw new MetricError('tooFew', `a standard error needs 2 answers or more, not ${count}`);
  const models = [...answers[0]!].sort();
  for (const [i, answer] of answers.entries()) {
    const named = [...answer].sort();
    const fits = named.length === models.length && named.every((model, j) => model === models[j]);
    if (!fits || new Set(named).size !== named.length || named.length === 0) {
      const message = `answer ${i} ranks "${answer.join('", "')}"; each has to name every model once, as answer 0`;
      throw new MetricError('shape', message);
    }
  }
  return models
    .map((model) => {
      const ranks = answers.map((answer) => answer.indexOf(model) + 1);
      const mean = ranks.reduce((sum, rank) => sum + rank, 0) / count;
      const squares = ranks.reduce((sum, rank) => sum + (rank - mean) ** 2, 0);
      return { model, mean, standardError: Math.sqrt(squares / (count - 1) / count) };
    })
    .sort((a, b) => a.mean - b.mean);
}
