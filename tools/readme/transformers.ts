/**
 * Stands for `@huggingface/transformers`, which no package here depends on, in README examples: a
 * pipeline of its form, whose embeddings are counts of words. It refuses what would not give one
 * embedding for each text.
 */

/** Numbers of an embedding of all-MiniLM-L6-v2. */
const DIMENSION = 384;

type Extract = (
  texts: readonly string[],
  options: { readonly pooling: string; readonly normalize: boolean },
) => Promise<{ tolist(): number[][] }>;

/** As that of the package, for the one task. */
export async function pipeline(
  task: string,
  model: string,
  { dtype }: { readonly dtype: string },
): Promise<Extract> {
  if (task !== 'feature-extraction' || !model.includes('/') || dtype !== 'fp32') {
    throw new Error(`unexpected pipeline ${task} of ${model} in ${dtype}`);
  }
  return (texts, { pooling, normalize }) => {
    if (pooling !== 'mean' || !normalize) throw new Error('an embedding of each token, not text');
    return Promise.resolve({ tolist: () => texts.map(embedding) });
  };
}

/** The words of a text, counted, as a vector of length 1. */
function embedding(text: string): number[] {
  const counts = new Array<number>(DIMENSION).fill(0);
  for (const word of text.split(' ')) counts[placeOf(word)]! += 1;
  const length = Math.hypot(...counts);
  return counts.map((count) => count / length);
}

const placeOf = (word: string): number =>
  [...word].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)!) % DIMENSION, 7);
