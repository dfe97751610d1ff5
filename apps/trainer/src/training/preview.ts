import { join } from 'node:path';
import { pickExamples, type PreparedDataset, type PreparedExample } from '@stackgan/data';
import type { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainOptions } from '../options/train-options.js';
import { readImages } from '../images/image.js';
import { drawImageGrid, type GridBlock } from '../images/image-grid.js';
import { numberedPath } from '../run-directory/run-directory.js';
import type { Samples } from '../run-directory/snapshot.js';
import { writeFileAtomically } from '../files/write-atomically.js';
import { drawNoise } from '../sampling/noise.js';
import type { Stage } from './stage.js';

const TILE = { 1: 128, 2: 192 } as const;

/** The grids of a run: the same held-out captions (learned ones, where none is held out) and the same noise, again and again. */
export interface Preview {
  /** Writes `reals.png`. */
  saveReals(run: string): Promise<void>;
  /** Writes `fakes-<step>.png`, drawn by the moving average in inference mode. */
  saveFakes(run: string, step: number): Promise<void>;
  /** The same grid for a snapshot. */
  samples(step: number): Promise<Samples>;
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
  const split = dataset.info.counts.test > 0 ? 'test' : 'train';
  const chosen = pickExamples(dataset, { split, count, seed: options.seed });
  const captions = chosen.map((example) => example.captions[0] ?? '');
  const tile = TILE[options.stage];
  const inputs = chosen.map((example) => ({
    embeddings: repeatedEmbedding(dataset, example, latents),
    noise: drawNoise(random, latents, stage.noiseVectors),
  }));

  // A grid and a snapshot are often made at the same step: drawn once.
  let latest: { step: number; png: Buffer } | undefined;
  const drawFakes = async (step: number): Promise<Buffer> => {
    if (latest?.step === step) return latest.png;
    // One caption at a time: a large batch would need more memory than a training step.
    const blocks: GridBlock[] = [];
    for (const [index, { embeddings, noise }] of inputs.entries()) {
      const drawn = stage.draw(embeddings, noise);
      const lines = await Promise.all(drawn.map(readImages));
      tf.dispose(drawn);
      blocks.push({ caption: captions[index] ?? '', lines });
    }
    const stages = options.stage === 2 ? ', Stage-I above Stage-II' : '';
    const title = `Step ${step.toLocaleString('en')}${stages}`;
    const png = await drawImageGrid({ title, blocks, tile });
    latest = { step, png };
    return png;
  };

  return {
    async saveReals(run) {
      const blocks = await Promise.all(
        chosen.map(async (example, index) => {
          const data = await dataset.readImage(example, stage.imageSize);
          const image = { size: dataset.storedSize(stage.imageSize), data };
          return { caption: captions[index] ?? '', lines: [[image]] };
        }),
      );
      const png = await drawImageGrid({ title: 'Real images', blocks, tile });
      await writeFileAtomically(join(run, 'reals.png'), png);
    },

    async saveFakes(run, step) {
      await writeFileAtomically(numberedPath(run, 'fakes', step), await drawFakes(step));
    },

    async samples(step) {
      return { png: await drawFakes(step), caption: captions[0] ?? '' };
    },

    dispose: () =>
      inputs.forEach(({ embeddings, noise }) => tf.dispose([embeddings, ...Object.values(noise)])),
  };
}

// The embedding of the example's first caption, `times` times: [times, T].
function repeatedEmbedding(
  dataset: PreparedDataset,
  example: PreparedExample,
  times: number,
): tf.Tensor2D {
  const { dimension } = dataset.info.encoder;
  const first = dataset.embeddings(example).subarray(0, dimension);
  const values = new Float32Array(times * dimension);
  for (let copy = 0; copy < times; copy++) values.set(first, copy * dimension);
  return tf.tensor2d(values, [times, dimension]);
}
