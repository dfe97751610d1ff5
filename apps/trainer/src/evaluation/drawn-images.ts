import type { PreparedDataset } from '@stackgan/data';
import { SeededRandom } from '@stackgan/random';
import type { Cascade } from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';
import { readDrawn } from '../sampling/read-drawn.js';
import { drawNoise } from '../sampling/noise.js';
import type { CaptionTable } from './caption-table.js';
import { BATCH, type ImageSet } from '../images/image-set.js';

/**
 * `count` images of captions of `table`, each drawn at random, again and again if there are fewer. With
 * `perCaption` so many images of each caption follow each other. The same seed draws the same.
 */
export function drawnImages({
  name,
  cascade,
  dataset,
  table,
  count,
  perCaption = 1,
  seed,
}: {
  name: string;
  cascade: Cascade;
  dataset: PreparedDataset;
  table: CaptionTable;
  count: number;
  perCaption?: number;
  seed: number;
}): ImageSet {
  const { dimension } = dataset.info.encoder;
  return {
    name,
    count,
    async *batches() {
      const random = new SeededRandom(seed);
      const [choice, noiseSource] = [random.fork('captions'), random.fork('noise')];
      let latest = 0;
      for (let done = 0; done < count; done += BATCH) {
        const captions = Array.from({ length: Math.min(BATCH, count - done) }, (_, index) => {
          if ((done + index) % perCaption === 0) latest = choice.integer(table.count);
          return latest;
        });
        const values = new Float32Array(BATCH * dimension);
        captions.forEach((row, index) => values.set(table.embedding(row), index * dimension));
        // The last batch is as large as the others, and so the same graph; what is too much is dropped.
        const embeddings = tf.tensor2d(values, [BATCH, dimension]);
        const noise = drawNoise(noiseSource, BATCH, cascade.noiseVectors);
        const drawn = cascade.draw(embeddings, noise);
        const read = await readDrawn(name, drawn.at(-1)!);
        tf.dispose([embeddings, ...Object.values(noise), ...drawn]);
        yield { images: read.slice(0, captions.length), captions };
      }
    },
  };
}
