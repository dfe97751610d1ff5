import { pickExamples, type PreparedDataset } from '@stackgan/data';
import { SeededRandom } from '@stackgan/random';
import * as tf from '@tensorflow/tfjs-core';
import { releaseGraphs } from '../backends/lazy-backend.js';
import type { SquareImage } from '../images/image.js';
import { drawImageGrid } from '../images/image-grid.js';
import { readDrawn } from '../sampling/read-drawn.js';
import { drawNoise } from '../sampling/noise.js';
import { withCascade } from './with-cascade.js';

const CAPTIONS = 4;
const COLUMNS = 6;
const TILE = 128;

/** The rows of the figure: the row of the table, its label, and whether all columns share one z. */
const FIGURE5 = [
  { id: 'stage1-256-no-ca', label: 'one stage without CA', hasOneLatent: false },
  { id: 'stackgan-256-no-ca-twice', label: 'StackGAN without CA', hasOneLatent: false },
  { id: 'stackgan-256-ca-twice', label: 'StackGAN with CA', hasOneLatent: true },
] as const;

/** The rows of tables that the figure needs. */
export const figure5Rows: readonly string[] = FIGURE5.map(({ id }) => id);

/**
 * A grid like Figure 5 of the paper, for several held-out captions. Without Conditioning
 * Augmentation (one stage above two), each column has another z; with it (below), z is the same and
 * only ε differs. `runOf` returns the run of a row; if there is none, the line stays blank and is
 * labelled so. Returns a PNG.
 */
export async function drawFigure5(
  dataset: PreparedDataset,
  runOf: (id: string) => string | undefined,
): Promise<Buffer> {
  const split = dataset.info.counts.test > 0 ? 'test' : 'train';
  const examples = pickExamples(dataset, { split, count: CAPTIONS });
  const { dimension } = dataset.info.encoder;
  const lines: SquareImage[][][] = [];
  for (const { id, hasOneLatent } of FIGURE5) {
    const run = runOf(id);
    if (run === undefined) {
      lines.push(examples.map(() => []));
      continue;
    }
    const images = await withCascade(run, dataset.info.encoder, async (cascade, snapshot) => {
      const byCaption: SquareImage[][] = [];
      for (const example of examples) {
        const embedding = dataset.embeddings(example).subarray(0, dimension);
        const embeddings = tf.tidy(() =>
          tf.tile(tf.tensor2d(embedding, [1, dimension]), [COLUMNS, 1]),
        );
        const noise = drawNoise(new SeededRandom(0), COLUMNS, cascade.noiseVectors);
        const first = tf.tidy(() => tf.tile(tf.slice(noise.latent, 0, 1), [COLUMNS, 1]));
        const drawn = cascade.draw(embeddings, hasOneLatent ? { ...noise, latent: first } : noise);
        byCaption.push(await readDrawn(snapshot, drawn.at(-1)!));
        tf.dispose([embeddings, first, ...Object.values(noise), ...drawn]);
      }
      return byCaption;
    });
    lines.push(images);
  }
  releaseGraphs();
  const blank = FIGURE5.filter(({ id }) => runOf(id) === undefined).map(({ label }) => label);
  return drawImageGrid({
    title:
      'One stage and StackGAN without CA, one z per column; below, StackGAN with CA: one z, one drawn condition per column',
    blocks: examples.map((example, index) => ({
      caption: example.captions[0] ?? '',
      lines: lines.map((byCaption) => byCaption[index]!),
      ...(blank.length > 0 && { end: `Blank, because it diverged: ${blank.join(', ')}` }),
    })),
    tile: TILE,
  });
}
