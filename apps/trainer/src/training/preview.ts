import { join } from 'node:path';
import { pickExamples, type PreparedDataset, type PreparedExample } from '@stackgan/data';
import type { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainOptions } from '../options/train-options.js';
import { readPictures } from '../pictures/picture.js';
import { drawPictureGrid } from '../pictures/picture-grid.js';
import { numberedPath } from '../run-directory/run-directory.js';
import { writeFileAtomically } from '../run-directory/write-atomically.js';
import { drawNoise } from './noise.js';
import type { Stage } from './stage.js';

const TILE = { 1: 128, 2: 192 } as const;

/** The grids of a run: the same held-out captions and the same noise, again and again. */
export interface Preview {
  /** Writes `reals.png`. */
  saveReals(run: string): Promise<void>;
  /** Writes `fakes-<step>.png`, drawn by the moving average in inference mode. */
  saveFakes(run: string, step: number): Promise<void>;
  dispose(): void;
}

/** Chooses captions of different classes by the seed of the run, and draws the noise. */
export async function openPreview({
  dataset,
  stage,
  options,
  random,
}: {
  dataset: PreparedDataset;
  stage: Stage;
  options: TrainOptions;
  random: SeededRandom;
}): Promise<Preview> {
  const { latents } = options.preview;
  const count = options.preview.captions;
  const chosen = pickExamples(dataset, { split: 'test', count, seed: options.seed });
  const captions = chosen.map((example) => example.captions[0] ?? '');
  const tile = TILE[options.stage];
  const embeddings = repeatedEmbeddings(dataset, chosen, latents);
  const noise = drawNoise(random, chosen.length * latents, stage.noiseSizes);

  return {
    async saveReals(run) {
      const blocks = await Promise.all(
        chosen.map(async (example, index) => {
          const data = await dataset.readPicture(example, stage.imageSize);
          const picture = { size: dataset.storedSize(stage.imageSize), data };
          return { caption: captions[index] ?? '', lines: [[picture]] };
        }),
      );
      const png = await drawPictureGrid({ title: 'Real pictures', blocks, tile, columns: 4 });
      await writeFileAtomically(join(run, 'reals.png'), png);
    },

    async saveFakes(run, step) {
      const drawn = stage.draw(embeddings, noise);
      const lines = await Promise.all(drawn.map(readPictures));
      tf.dispose(drawn);
      const stages = drawn.length === 2 ? ', Stage-I above Stage-II' : '';
      const png = await drawPictureGrid({
        title: `Step ${step.toLocaleString('en')}${stages}`,
        blocks: captions.map((caption, index) => ({
          caption,
          lines: lines.map((pictures) => pictures.slice(index * latents, (index + 1) * latents)),
        })),
        tile,
      });
      await writeFileAtomically(numberedPath(run, 'fakes', step), png);
    },

    dispose: () => tf.dispose([embeddings, ...Object.values(noise)]),
  };
}

// The embedding of each example's first caption, once for each latent.
function repeatedEmbeddings(
  dataset: PreparedDataset,
  examples: readonly PreparedExample[],
  times: number,
): tf.Tensor2D {
  const { dimension } = dataset.info.encoder;
  const values = new Float32Array(examples.length * times * dimension);
  examples.forEach((example, index) => {
    const first = dataset.embeddings(example).subarray(0, dimension);
    for (let copy = 0; copy < times; copy++) values.set(first, (index * times + copy) * dimension);
  });
  return tf.tensor2d(values, [examples.length * times, dimension]);
}
