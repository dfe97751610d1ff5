import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { readEvaluations } from '../run-directory/metrics-log.js';
import { listNumbered } from '../run-directory/run-directory.js';
import { readTicks } from '../run-directory/run-log.js';
import { readRunOptions } from '../run-directory/run-options.js';
import { writeFileAtomically } from '../files/write-atomically.js';
import { readProbes } from '../run-directory/health-log.js';
import { spread } from '../shared/spread.js';
import { reportPage } from './report-page.js';

// A page with hundreds of grids would not open; the shown ones are evenly spread.
const MOST_GRIDS = 16;

/** Writes `<run>/report.html` from what the run directory holds; returns its path. */
export async function writeReport(run: string): Promise<string> {
  const options = await readRunOptions(run);
  const found = await listNumbered(run, 'fakes');
  const grids = await Promise.all(
    spread(found, MOST_GRIDS).map(async ({ step, path }) => ({
      label: `step ${step.toLocaleString('en')} · ${((step * options.options.batch.size) / 1000).toFixed(1)} thousand images`,
      png: new Uint8Array(await readFile(path)),
    })),
  );
  const reals = await readFile(join(run, 'reals.png')).catch(() => undefined);
  const page = reportPage({
    name: basename(run),
    run: options,
    ticks: await readTicks(run),
    probes: await readProbes(run),
    evaluations: await readEvaluations(run),
    grids,
    ...(reals !== undefined && { reals: new Uint8Array(reals) }),
  });
  const path = join(run, 'report.html');
  await writeFileAtomically(path, page);
  return path;
}
