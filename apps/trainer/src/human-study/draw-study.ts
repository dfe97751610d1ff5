import type { PreparedDataset } from '@stackgan/data';
import { SeededRandom } from '@stackgan/random';
import { seededNoise } from '@stackgan/stage2';
import type { Context } from '../shared/context.js';
import { drawRows } from '../sampling/draw-rows.js';
import { openCascade } from '../sampling/open-cascade.js';
import { hashImages } from './hash-images.js';
import { heldOutCaptions } from './held-out-captions.js';
import type { StudyKey } from './study-key.js';
import { webpDataUrl } from '../images/webp-data-url.js';

/** A ranking study with its images. */
export interface Study {
  readonly key: StudyKey;
  /** Data URLs by caption, then by letter, then by image of that model. */
  readonly images: readonly (readonly (readonly string[])[])[];
}

/** Which images each of `runs` draws. */
export interface StudyOptions {
  readonly runs: readonly string[];
  readonly captions: number;
  readonly perCaption: number;
  /**
   * Chooses captions and shuffles models; image j of caption i has the noise of seed + i ·
   * perCaption + j.
   */
  readonly seed: number;
}

/** Draws the same captions with the same seeds by each run, and shuffles the runs per caption. */
export async function drawStudy(
  dataset: PreparedDataset,
  { runs, captions, perCaption, seed }: StudyOptions,
  { console, signal }: Context,
): Promise<Study> {
  const { table, rows } = heldOutCaptions(dataset, captions, seed);
  const byModel: string[][] = [];
  for (const run of runs) {
    const opened = await openCascade(run, dataset.info.encoder);
    try {
      const wanted = rows.flatMap((row, caption) =>
        Array.from({ length: perCaption }, (_, index) => ({
          embedding: table.embedding(row),
          noise: seededNoise(opened.cascade.noiseVectors, seed + caption * perCaption + index),
        })),
      );
      const onProgress = (done: number) =>
        console.progress(`${run}: drawn ${done}/${wanted.length}`, {
          isTick: done === wanted.length,
        });
      const drawn = await drawRows(opened, wanted, { signal, onProgress });
      byModel.push(await Promise.all(drawn.map(webpDataUrl)));
    } finally {
      opened.dispose();
    }
  }
  const shuffle = new SeededRandom(seed).fork('order');
  const orders = rows.map(() => shuffle.shuffle(runs.map((_, model) => model)));
  const images = orders.map((order, caption) =>
    order.map((model) => byModel[model]!.slice(caption * perCaption, (caption + 1) * perCaption)),
  );
  const texts = rows.map((row) => table.text(row));
  return {
    key: {
      ...{ models: [...runs], captions: texts, orders, perCaption, seed },
      images: hashImages(byModel.flat()),
    },
    images,
  };
}
