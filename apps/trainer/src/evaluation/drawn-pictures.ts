import type { PreparedDataset } from '@stackgan/data';
import { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import { RunDirectoryError } from '../errors.js';
import { readPictures } from '../pictures/picture.js';
import type { Drawer } from '../sampling/drawer.js';
import { drawNoise } from '../training/noise.js';
import type { CaptionTable } from './caption-table.js';
import { BATCH, type PictureSet } from './picture-set.js';

/**
 * `count` pictures of captions of `table`, each drawn at random, again and again if there are fewer. With
 * `perCaption` so many pictures of each caption follow each other. The same seed draws the same.
 */
export function drawnPictures({
  name,
  drawer,
  dataset,
  table,
  count,
  perCaption = 1,
  seed,
}: {
  name: string;
  drawer: Drawer;
  dataset: PreparedDataset;
  table: CaptionTable;
  count: number;
  perCaption?: number;
  seed: number;
}): PictureSet {
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
        const noise = drawNoise(noiseSource, BATCH, drawer.noiseVectors);
        const drawn = drawer.draw(embeddings, noise);
        const images = drawn.at(-1)!;
        const read = await readPictures(images);
        requireFinite(name, await images.data());
        tf.dispose([embeddings, ...Object.values(noise), ...drawn]);
        yield { pictures: read.slice(0, captions.length), captions };
      }
    },
  };
}

/** Throws RunDirectoryError for NaN or infinity, which as bytes would be black or white. `name`: what drew it. */
export function requireFinite(name: string, values: ArrayLike<number>): void {
  const bad = Array.prototype.find.call(values, (value: number) => !Number.isFinite(value));
  if (bad !== undefined) {
    throw new RunDirectoryError(`${name} draws ${bad}; it is damaged: use another snapshot`, name);
  }
}
