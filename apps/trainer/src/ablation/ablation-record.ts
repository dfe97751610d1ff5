import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { RunDirectoryError, UsageError } from '../shared/errors.js';
import { compareOptions } from '../options/compare-options.js';
import { measurementSchema } from '../records/evaluation-schema.js';
import { parseJson } from '../files/parse-json.js';
import { writeFileAtomically } from '../files/write-atomically.js';
import { isRunDirectory } from '../run-directory/run-directory.js';
import type { AblationOptions } from './row-options.js';

const measuredSchema = z.object({
  measurements: z.array(measurementSchema),
  /** The reason if nothing could be measured: images that are all alike have no FID. */
  fault: z.string().optional(),
});

/** Measurements of one row and seed, or the reason why there are none. */
export type Measured = z.infer<typeof measuredSchema>;

const recordSchema = z.object({
  options: z.record(z.string(), z.unknown()),
  /** Folder names of runs, by key of row and seed. */
  runs: z.record(z.string(), z.string()),
  /**
   * How training diverged, by key of row and seed. Such runs draw no images, and are not repeated.
   */
  faults: z.record(z.string(), z.string()).default({}),
  /** Measurements, by key of row and seed, a space, and the protocol. */
  measured: z.record(z.string(), measuredSchema),
});

/** The progress of an ablation. */
export type AblationRecord = z.infer<typeof recordSchema>;

const FILE = 'ablate.json';

/**
 * Reads `<outdir>/ablate.json`, or starts a new record; runs that no longer exist are left out.
 * Throws UsageError if it has other options, since rows would not be comparable.
 */
export async function readAblationRecord(
  outdir: string,
  options: AblationOptions,
): Promise<AblationRecord> {
  const path = join(outdir, FILE);
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return { options: { ...options }, runs: {}, faults: {}, measured: {} };
  const parsed = recordSchema.safeParse(parseJson(text));
  if (!parsed.success) {
    throw new RunDirectoryError(`${path} is damaged; give another --outdir, or delete it`, outdir);
  }
  const record = parsed.data;
  const [difference] = compareOptions(
    record.options,
    JSON.parse(JSON.stringify(options)) as object,
  );
  if (difference !== undefined) {
    throw new UsageError(`${outdir} holds another ablation (${difference}); give another --outdir`);
  }
  const gone = new Set<string>();
  for (const [key, name] of Object.entries(record.runs)) {
    if (!(await isRunDirectory(join(outdir, name)))) gone.add(key);
  }
  const kept = <T>(entries: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(entries).filter(([key]) => !gone.has(key.split(' ')[0]!)));
  const { runs, faults, measured } = record;
  return { ...record, runs: kept(runs), faults: kept(faults), measured: kept(measured) };
}

/** Writes `<outdir>/ablate.json`. */
export const writeAblationRecord = (outdir: string, record: AblationRecord): Promise<void> =>
  writeFileAtomically(join(outdir, FILE), `${JSON.stringify(record, null, 2)}\n`);
