import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { encodeImage, type SquareImage } from '../images/image.js';
import { drawImageGrid, type GridBlock } from '../images/image-grid.js';
import { writeFileAtomically } from '../files/write-atomically.js';
import { drawCaption } from '../sampling/draw-caption.js';
import type { OpenedStackGAN } from '../sampling/open-stackgan.js';
import type { Context } from '../shared/context.js';

const TILE = 256;
const SMALL_TILE = 192;
// Image viewers fail to open longer grids; every image has its own file anyway.
const MOST_BLOCKS = 24;

/** Draws every caption with every seed into `out`: `000-seed0.png`, …, and `grid.png`. */
export async function drawCaptions({
  opened,
  captions,
  seeds,
  meanOnly,
  out,
  title = 'Captions',
  context: { console, signal },
}: {
  opened: OpenedStackGAN;
  captions: readonly string[];
  seeds: readonly number[];
  meanOnly: boolean;
  out: string;
  title?: string;
  context: Context;
}): Promise<void> {
  await mkdir(out, { recursive: true });
  const blocks: GridBlock[] = [];
  let hasTwoStages = false;
  for (const [index, caption] of captions.entries()) {
    const drawn: SquareImage[][] = [];
    for (const seed of seeds) {
      signal.throwIfAborted();
      const images = await drawCaption(opened, caption, { seed, meanOnly });
      const name = `${String(index).padStart(3, '0')}-seed${seed}.png`;
      const final = images.at(-1);
      if (final !== undefined) await writeFileAtomically(join(out, name), await encodeImage(final));
      drawn.push(images);
    }
    hasTwoStages = (drawn[0]?.length ?? 0) > 1;
    // From images by seed to lines by stage.
    const lines = (drawn[0] ?? []).map((_, stage) =>
      drawn.flatMap((images) => images[stage] ?? []),
    );
    blocks.push({ caption, lines });
    console.progress(`drawn ${index + 1}/${captions.length}`, { isTick: false });
  }
  const grid = await drawImageGrid({
    title: hasTwoStages ? `${title}: Stage-I above Stage-II` : title,
    blocks: blocks.slice(0, MOST_BLOCKS),
    tile: captions.length * seeds.length > 12 ? SMALL_TILE : TILE,
  });
  await writeFileAtomically(join(out, 'grid.png'), grid);
}
