import type { PreparedDataset } from '@stackgan/data';
import type { AttributesInput, CaptionedImage } from '@stackgan/metrics';
import { BATCH } from '../../images/image-set.js';
import type { Progress } from '../../shared/progress-reporter.js';
import type { CaptionTable } from '../caption-table.js';
import { rgbImage } from '../images-of.js';
import { learnedReader } from './learned-reader.js';
import { squareImages } from './square-images.js';

/**
 * The input of the metric `attributes`: the reader of `dataset`, trained now or read from its file,
 * and what the captions of `table` state.
 */
export async function attributesInput(
  table: CaptionTable,
  dataset: PreparedDataset,
  progress: Progress,
): Promise<AttributesInput> {
  const reader = await learnedReader(dataset, attributeProgress(dataset, progress));
  return {
    reader,
    stated: (caption) => {
      const statement = table.statement(caption);
      return reader.attributes.map(({ name, values }) =>
        Object.hasOwn(statement, name)
          ? statement[name]!.map((value) => values.indexOf(value))
          : undefined,
      );
    },
    async *realImages(rows, { width }): AsyncGenerator<CaptionedImage> {
      for (let done = 0; done < rows.length; done += BATCH) {
        const batch = rows.slice(done, done + BATCH);
        const examples = batch.map((index) => dataset.examples[index]!);
        yield* (await squareImages(dataset, examples, width)).map(rgbImage);
      }
    },
  };
}

/** Prints the progress of reading attributes, and ends it on Ctrl-C. */
export const attributeProgress =
  ({ info }: PreparedDataset, { console, signal }: Progress) =>
  (what: string, done: number, total: number): void => {
    signal.throwIfAborted();
    const isTick = done === total || done % 500 === 0;
    console.progress(`${info.name}: ${what}, ${done} of ${total}`, { isTick });
  };
