import { join } from 'node:path';

import { prepareDataset, type PrepareOptions } from '../preparation/prepare-dataset.js';
import type { PreparedInfo } from '../prepared/prepared-dataset.js';
import type { DatasetSource } from '../source/dataset-source.js';
import { countingEncoder } from './counting-encoder.js';
import { fabricatedSource } from './fabricated-source.js';
import { temporaryFolder } from './temporary-folder.js';

/** A prepared data set in `outDir`, the only entry of `parent`; both are removed after the test. */
export async function prepareFabricated(
  source: DatasetSource = fabricatedSource(),
  {
    sizes = [8, 16],
    encoder = countingEncoder(),
    onProgress = () => undefined,
  }: Partial<Pick<PrepareOptions, 'sizes' | 'encoder' | 'onProgress'>> = {},
): Promise<{ parent: string; outDir: string; info: PreparedInfo }> {
  const parent = await temporaryFolder();
  const outDir = join(parent, 'set');
  return {
    parent,
    outDir,
    info: await prepareDataset({ source, outDir, encoder, sizes, onProgress }),
  };
}
