import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../files/parse-json.js';
import { writeFileAtomically } from '../files/write-atomically.js';
import { isRunDirectory } from '../run-directory/run-directory.js';

const recordSchema = z.object({
  stage1: z.string().optional(),
  stage2: z.string().optional(),
  /** Whether the images of `stage2` were measured, or cannot be. */
  isMeasured: z.boolean().optional(),
  /** What was measured, as text. */
  table: z.string().optional(),
});

/** Which runs in an outdir belong to the main job: folder names, and what is done. */
export type StartRecord = z.infer<typeof recordSchema>;

const FILE = 'start.json';

/** Reads `<outdir>/start.json`; runs that are gone, and Stage-II of a gone Stage-I, are left out. */
export async function readStartRecord(outdir: string): Promise<StartRecord> {
  const text = await readFile(join(outdir, FILE), 'utf8').catch(() => '{}');
  const { stage1, stage2, isMeasured, table } = recordSchema.catch({}).parse(parseJson(text));
  if (stage1 === undefined || !(await isRunDirectory(join(outdir, stage1)))) return {};
  if (stage2 === undefined || !(await isRunDirectory(join(outdir, stage2)))) return { stage1 };
  return {
    stage1,
    stage2,
    ...(isMeasured && { isMeasured }),
    ...(table !== undefined && { table }),
  };
}

/** Writes `<outdir>/start.json`. */
export const writeStartRecord = (outdir: string, record: StartRecord): Promise<void> =>
  writeFileAtomically(join(outdir, FILE), `${JSON.stringify(record)}\n`);
