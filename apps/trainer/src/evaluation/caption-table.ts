import type { PreparedDataset, Split, Statement } from '@stackgan/data';

/** All captions of a split, each a row. */
export interface CaptionTable {
  readonly count: number;
  /** The caption. */
  text(row: number): string;
  /** φ_t, [T]. */
  embedding(row: number): Float32Array;
  /** Of each caption the position of its image in `dataset.examples`. */
  readonly examples: readonly number[];
  /** What it states of attributes. */
  statement(row: number): Statement;
}

/** Lists the captions of `split`. */
export function captionTable(dataset: PreparedDataset, split: Split): CaptionTable {
  const { dimension } = dataset.info.encoder;
  const rows = dataset.examples
    .filter((example) => example.split === split)
    .flatMap((example) => example.captions.map((text, number) => ({ example, text, number })));
  return {
    count: rows.length,
    text: (row) => rows[row]!.text,
    examples: rows.map(({ example }) => example.index),
    statement: (row) => {
      const { example, number } = rows[row]!;
      return example.statements?.[number] ?? {};
    },
    embedding: (row) => {
      const { example, number } = rows[row]!;
      return dataset.embeddings(example).subarray(number * dimension, (number + 1) * dimension);
    },
  };
}
