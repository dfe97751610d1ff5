import type { PreparedDataset } from '@stackgan/data';
import { SeededRandom } from '@stackgan/random';
import type { Cascade } from '@stackgan/stage2';
import * as tf from '@tensorflow/tfjs-core';
import { readDrawn } from '../sampling/read-drawn.js';
import { drawNoise } from '../sampling/noise.js';
import type { CaptionTable } from './caption-table.js';
import { BATCH, type ImageSet } from '../images/image-set.js';

/**
 * `count` images that `cascade` generates from captions of `table`, chosen at random with
 * repetition; `perCaption` images of each follow each other. The same seed gives the same images.
 */
export function generatedImages({
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
        // The last batch is as large as the others, so that it is the same graph; surplus images
        // are dropped.
        const embeddings = tf.tensor2d(values, [BATCH, dimension]);
        const noise = drawNoise(noiseSource, BATCH, cascade.noiseVectors);
        const images = cascade.draw(embeddings, noise);
        const read = await readDrawn(name, images.at(-1)!);
        tf.dispose([embeddings, ...Object.values(noise), ...images]);
        yield { images: read.slice(0, captions.length), captions };
      }
    },
  };
}
