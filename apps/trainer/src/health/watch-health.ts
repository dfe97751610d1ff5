import type { TrainOptions } from '../options/train-options.js';
import { readTicks } from '../run-directory/run-log.js';
import type { Tick } from '../shared/tick-statistics.js';
import { HealthMonitor, type HealthWarning, replay } from './health-monitor.js';
import { appendProbe, type HealthProbe, readProbes } from '../run-directory/health-log.js';

/** Watches a run in training. */
export interface HealthWatch {
  /** Warns of what begins with a tick, which is in stats.jsonl already. */
  tick(tick: Tick): Promise<void>;
  /** Appends to health.jsonl, and warns of what begins with it. */
  probe(probe: HealthProbe): Promise<void>;
}

/** Watches `run`, which may have a past already; `log` prints warnings. */
export async function watchHealth(
  run: string,
  options: TrainOptions,
  log: (line: string) => Promise<void>,
): Promise<HealthWatch> {
  const monitor = new HealthMonitor(options);
  replay(monitor, await readTicks(run), await readProbes(run));
  const say = async (warnings: readonly HealthWarning[]) => {
    for (const { step, text } of warnings) await log(`warning at step ${step}: ${text}`);
  };
  return {
    tick: (tick) => say(monitor.addTick(tick)),
    async probe(probe) {
      await appendProbe(run, probe);
      await say(monitor.addProbe(probe));
    },
  };
}
