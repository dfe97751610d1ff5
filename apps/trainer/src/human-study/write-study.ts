import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PreparedDataset } from '@stackgan/data';
import type { Context } from '../commands/context.js';
import { writeFileAtomically } from '../run-directory/write-atomically.js';
import { drawStudy, type StudyOptions } from './draw-study.js';
import { rankingPage } from './ranking-page.js';

/** Draws a study and writes its page, `study.html` in the folder `out`; says where it is and what to do with it. */
export async function writeStudy(
  dataset: PreparedDataset,
  { out, ...options }: StudyOptions & { readonly out: string },
  context: Context,
): Promise<void> {
  const page = rankingPage(await drawStudy(dataset, options, context));
  const path = join(out, 'study.html');
  await mkdir(out, { recursive: true });
  await writeFileAtomically(path, page);
  context.console.line(
    `${path} (${(Buffer.byteLength(page) / 1e6).toFixed(1)} MB) is the whole study: give it to raters; ` +
      'then stackgan human-study --collect <their files>',
  );
}
