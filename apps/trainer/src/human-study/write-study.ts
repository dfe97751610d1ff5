import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Context } from '../shared/context.js';
import { writeFileAtomically } from '../files/write-atomically.js';

/**
 * Writes the page of a study to `study.html` in the folder `out`, and prints its path and the next
 * step.
 */
export async function writeStudy(out: string, page: string, { console }: Context): Promise<void> {
  const path = join(out, 'study.html');
  await mkdir(out, { recursive: true });
  await writeFileAtomically(path, page);
  console.line(
    `${path} (${(Buffer.byteLength(page) / 1e6).toFixed(1)} MB) is the whole study: give it to raters; ` +
      'then stackgan human-study --collect <their files>',
  );
}
