import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../files/parse-json.js';
import { writeFileAtomically } from '../files/write-atomically.js';
import { isRunDirectory } from '../run-directory/run-directory.js';

const recordSchema = z.object({
  stage1: z.string().optional(),
  stage2: z.string().optional(),
  /** Whether the images of `stage2` have been measured, or cannot be. */
  isMeasured: z.boolean().optional(),
  /** The measurements as text. */
  table: z.string().optional(),
});

/** The runs of the main job in an outdir, as folder names, and its progress. */
export type StartRecord = z.infer<typeof recordSchema>;

const FILE = 'start.json';

/**
 * Reads `<outdir>/start.json`. Runs that no longer exist are left out, and so is a Stage-II without
 * its Stage-I.
 */
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
