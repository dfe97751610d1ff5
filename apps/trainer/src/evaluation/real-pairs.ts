import type { PreparedDataset, PreparedExample, Statement } from '@stackgan/data';
import type { CaptionedImage } from '@stackgan/metrics';
import { SeededRandom } from '@stackgan/random';
import { squareImages } from './attributes/square-images.js';
import type { CaptionTable } from './caption-table.js';
import { rgbImage } from './images-of.js';

/**
 * Two real images of `side` for each of `count` captions: they show what the caption states, and
 * differ in what it leaves open, as generated images of one caption should. Captions that fit a
 * single image are left out.
 */
export async function* realPairs(
  table: CaptionTable,
  dataset: PreparedDataset,
  { count, side, seed }: { count: number; side: number; seed: number },
): AsyncGenerator<CaptionedImage> {
  const random = new SeededRandom(seed).fork('real pairs');
  for (let caption = 0; caption < count; caption++) {
    const statement = table.statement(random.integer(table.count));
    const fitting = dataset.examples.filter((example) => fits(example, statement));
    if (fitting.length < 2) continue;
    const pair = random.shuffle([...fitting]).slice(0, 2);
    for (const image of await squareImages(dataset, pair, side)) {
      yield { ...rgbImage(image), caption };
    }
  }
}

const fits = ({ attributes = {} }: PreparedExample, statement: Statement): boolean =>
  Object.entries(statement).every(
    ([name, values]) => Object.hasOwn(attributes, name) && values.includes(attributes[name]!),
  );
