import { rm } from 'node:fs/promises';
import { rewindProbes } from './health-log.js';
import { rewindEvaluations } from './metrics-log.js';
import { listNumbered } from './run-directory.js';
import { rewindTicks } from './run-log.js';

/**
 * Removes from a run what it wrote after `step`, the step of its newest state: a resumed run writes
 * it again.
 */
export async function rewindRun(run: string, step: number): Promise<void> {
  await rewindTicks(run, step);
  await rewindEvaluations(run, step);
  await rewindProbes(run, step);
  for (const kind of ['fakes', 'snapshot'] as const) {
    for (const entry of await listNumbered(run, kind)) {
      if (entry.step > step) await rm(entry.path, { recursive: true, force: true });
    }
  }
}
