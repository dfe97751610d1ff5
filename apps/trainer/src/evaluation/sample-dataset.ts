import type { PreparedDataset, PreparedExample, Split } from '@stackgan/data';
import { SeededRandom } from '@stackgan/random';

/** A data set of which only some images are measured. */
interface DatasetSample extends PreparedDataset {
  readonly whole: PreparedDataset;
}

/**
 * `dataset` with `most` of its images, chosen at random, always the same; `dataset` itself if it has
 * no more. Held-out images are kept while they are no more than half: their captions are drawn.
 * `info` stays that of the whole data set.
 */
export function sampleDataset(dataset: PreparedDataset, most: number): PreparedDataset {
  if (dataset.examples.length <= most) return dataset;
  const random = new SeededRandom(0).fork('sample');
  const ofSplit = (split: Split) =>
    random.shuffle(dataset.examples.filter((example) => example.split === split));
  const [train, test] = [ofSplit('train'), ofSplit('test')];
  const held = Math.min(test.length, Math.max(Math.floor(most / 2), most - train.length));
  const chosen = [...train.slice(0, most - held), ...test.slice(0, held)];
  const original = ({ index }: PreparedExample): PreparedExample => chosen[index]!;
  const sample: DatasetSample = {
    ...dataset,
    whole: dataset,
    examples: chosen.map((example, index) => ({ ...example, index })),
    embeddings: (example) => dataset.embeddings(original(example)),
    readImage: (example, imageSize) => dataset.readImage(original(example), imageSize),
  };
  return sample;
}

/** Whether `dataset` is a sample of a larger one. */
export const isSample = (dataset: PreparedDataset): boolean => wholeOf(dataset) !== dataset;

/** The data set that `dataset` is a sample of, or itself. */
export const wholeOf = (dataset: PreparedDataset): PreparedDataset =>
  (dataset as Partial<DatasetSample>).whole ?? dataset;
