import { join } from 'node:path';
import { z } from 'zod';
import { appendLine, jsonNumber, readLines, rewindLines } from '../files/json-lines.js';

/** What is measured of a run whenever its grid is drawn; one line of health.jsonl. */
export interface HealthProbe {
  readonly step: number;
  /** Mean absolute difference of two images of the grid, 0 to 255: 0 if all are the same. */
  readonly diversity: number;
  /** ‖moving average − weights‖ / ‖weights‖ of the generator. */
  readonly averageDistance: number;
}

export const probeSchema: z.ZodType<HealthProbe> = z.object({
  step: z.int(),
  diversity: jsonNumber,
  averageDistance: jsonNumber,
});

const fileOf = (run: string): string => join(run, 'health.jsonl');

export const appendProbe = (run: string, probe: HealthProbe): Promise<void> =>
  appendLine(fileOf(run), probe);

/** The probes of a run. Throws RunDirectoryError for a line that is none. */
export const readProbes = (run: string): Promise<HealthProbe[]> =>
  readLines(fileOf(run), probeSchema);

/** Drops the probes after `step`. */
export const rewindProbes = (run: string, step: number): Promise<void> =>
  rewindLines(fileOf(run), step);
