import { join } from 'node:path';
import type { LoadedCaptionEncoder } from '@stackgan/text';
import { releaseGraphs } from '../backends/lazy-backend.js';
import { exists } from '../files/exists.js';
import { installedModel } from '../run-directory/installed-models.js';
import { openStackGAN } from '../sampling/open-stackgan.js';
import type { Context } from '../shared/context.js';
import { drawCaptions } from './draw-captions.js';

/**
 * Draws `captions` with the installed package `name` into `out`, and says where. Does nothing if
 * they are there already, or no such package is installed.
 */
export async function drawInstalled(
  {
    name,
    captions,
    seeds,
    out,
    chooseBackend,
    loadEncoder,
  }: {
    readonly name: string;
    readonly captions: readonly string[];
    readonly seeds: readonly number[];
    readonly out: string;
    readonly chooseBackend: () => Promise<void>;
    readonly loadEncoder: () => Promise<LoadedCaptionEncoder>;
  },
  context: Context,
): Promise<void> {
  const { console } = context;
  const grid = join(out, 'grid.png');
  if (await exists(grid)) return;
  const model = await installedModel(name);
  if (model === undefined) return;
  console.line(`First, images by the installed model ${model.name} ${model.version}`);
  await chooseBackend();
  const encoder = await loadEncoder();
  try {
    const opened = await openStackGAN(model.folder, encoder);
    await drawCaptions({ opened, captions, seeds, meanOnly: false, out, context });
    opened.stackgan.dispose();
  } finally {
    console.end();
    encoder.dispose();
    releaseGraphs();
  }
  console.line(`     ${grid}\nNow a model of your own`);
}
