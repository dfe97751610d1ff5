import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  type CascadeNoise,
  type DrawRow,
  mapNoise,
  type NoiseVectors,
  seededNoise,
} from '@stackgan/stage2';
import type { CaptionEncoder } from '@stackgan/text';
import { UsageError } from '../shared/errors.js';
import { encodeImage, type SquareImage } from '../images/image.js';
import { drawImageGrid } from '../images/image-grid.js';
import { writeFileAtomically } from '../files/write-atomically.js';
import { drawRows } from '../sampling/draw-rows.js';
import { linear, spherical } from '../sampling/interpolate.js';
import type { OpenedCascade } from '../sampling/open-cascade.js';
import type { Context } from '../shared/context.js';

/** Largest width of the grid, in images. */
const MOST_STEPS = 24;
const TILE = 160;

/** Ends of the interpolation. */
export interface WalkOptions {
  readonly captions: readonly string[];
  readonly seeds: readonly number[];
  readonly meanOnly: boolean;
  /** Images per interpolation, including both ends. */
  readonly steps: number;
}

/** One line of images. */
interface Walk {
  readonly name: string;
  /** Labels of the ends. */
  readonly from: string;
  readonly to: string;
  readonly rows: readonly DrawRow[];
}

/** Throws UsageError unless `options` have two captions or seeds. */
export function requireEnds({ captions, seeds, steps }: WalkOptions): void {
  if (steps < 2 || steps > MOST_STEPS) {
    throw new UsageError(`--interpolate ${steps}: a walk has 2 to ${MOST_STEPS} steps`);
  }
  if (captions.length > 2) {
    throw new UsageError(
      `--interpolate goes from one caption to another, and got ${captions.length}; give two, or one and two seeds`,
    );
  }
  if (captions.length === 2 && captions[0] === captions[1]) {
    throw new UsageError(
      '--interpolate got the same caption twice; give another, or one and two seeds',
    );
  }
  if (captions.length === 1 && seeds.length < 2) {
    throw new UsageError(
      '--interpolate of one caption goes from one seed to another; give two, as --seeds 0,1, or a second --text',
    );
  }
}

/**
 * Draws interpolations into `out`, one file per step and `interpolation.png`: between two captions,
 * one line per seed with fixed noise; or, for one caption, from the noise of each seed to that of
 * the next. The ends are the images that `sample` draws.
 */
export async function drawWalks(
  opened: OpenedCascade,
  encoder: CaptionEncoder,
  options: WalkOptions & { out: string },
  { console, signal }: Context,
): Promise<void> {
  const { captions, steps, out } = options;
  const walks = await planWalks(opened, encoder, options);
  const rows = walks.flatMap((walk) => walk.rows);
  const onProgress = (done: number) =>
    console.progress(`drawn ${done}/${rows.length}`, { isTick: done === rows.length });
  const images = await drawRows(opened, rows, { signal, onProgress });
  await mkdir(out, { recursive: true });
  const lines: SquareImage[][] = [];
  for (const [line, { name }] of walks.entries()) {
    const drawn = images.slice(line * steps, (line + 1) * steps);
    lines.push(drawn);
    for (const [step, image] of drawn.entries()) {
      const file = `${name}-step${String(step).padStart(2, '0')}.png`;
      await writeFileAtomically(join(out, file), await encodeImage(image));
    }
  }
  const title =
    captions.length === 2
      ? 'From one caption to another, the noise of a line fixed'
      : 'From the noise of one seed to that of another, the caption fixed';
  const blocks = walks.map(({ from, to }, line) => ({
    caption: from,
    end: to,
    lines: [lines[line]!],
  }));
  const grid = await drawImageGrid({ title, blocks, tile: TILE, columns: 1 });
  await writeFileAtomically(join(out, 'interpolation.png'), grid);
}

async function planWalks(
  { cascade }: OpenedCascade,
  encoder: CaptionEncoder,
  { captions, seeds, meanOnly, steps }: WalkOptions,
): Promise<Walk[]> {
  const values = await encoder.embed([...captions]);
  const embedding = (index: number) =>
    values.slice(index * encoder.dimension, (index + 1) * encoder.dimension);
  const noise = (seed: number) => seededNoise(cascade.noiseVectors, seed, { meanOnly });
  const walk = (row: (t: number) => DrawRow) =>
    Array.from({ length: steps }, (_, step) => row(step / (steps - 1)));
  const [first, second] = captions;
  if (second !== undefined) {
    const [a, b] = [embedding(0), embedding(1)];
    return seeds.map((seed) => ({
      ...{ name: `seed${seed}`, from: `${first}, seed ${seed}`, to: second },
      rows: walk((t) => ({ embedding: linear(a, b, t), noise: noise(seed) })),
    }));
  }
  return seeds.slice(1).map((seed, index) => {
    const before = seeds[index]!;
    const [a, b] = [noise(before), noise(seed)];
    return {
      ...{
        name: `seed${before}-seed${seed}`,
        from: `${first}, seed ${before}`,
        to: `seed ${seed}`,
      },
      rows: walk((t) => ({
        embedding: embedding(0),
        noise: turned(cascade.noiseVectors, a, b, t),
      })),
    };
  });
}

/**
 * Interpolates each noise vector spherically. Between two truncated vectors, some numbers would
 * exceed ±2, which the networks never saw in training; these are clipped.
 */
function turned(
  vectors: NoiseVectors,
  a: CascadeNoise<Float32Array>,
  b: CascadeNoise<Float32Array>,
  t: number,
): CascadeNoise<Float32Array> {
  return mapNoise(vectors, ({ distribution }, name) => {
    const values = spherical(a[name]!, b[name]!, t);
    const isCut = distribution === 'truncated';
    return isCut ? values.map((value) => Math.max(-2, Math.min(2, value))) : values;
  });
}
