import { join } from 'node:path';
import type { SeededRandom } from '@stackgan/random';
import { exists } from '../files/exists.js';
import { averageDistance } from '../health/measure-health.js';
import type { HealthWatch } from '../health/watch-health.js';
import { writeReport } from '../report/write-report.js';
import { readProbes } from '../run-directory/health-log.js';
import { readEvaluationsAt } from '../run-directory/metrics-log.js';
import { numberedPath } from '../run-directory/run-directory.js';
import { saveSnapshot } from '../run-directory/snapshot.js';
import { orDiverged } from './or-diverged.js';
import { openPreview, REALS_FILE } from './preview.js';
import { openTrainingEvaluation } from './training-evaluation.js';
import type { RunInTraining } from './run-in-training.js';

/** What a run leaves behind at certain steps: grids, states, evaluations, reports, snapshots. */
export interface Milestones {
  /** Whether anything is due at `step`. */
  isDue(step: number): boolean;
  /**
   * Makes what is due at `step` and does not exist: after a step all of it, after an interruption
   * what the process did not get to. The snapshot comes last; a run that has that of its last step
   * is finished.
   */
  reach(step: number, lastState: string | undefined): Promise<void>;
  dispose(): void;
}

/**
 * Fixes captions and noise of the grids by `random`, and shows the real images. `saveState` saves the
 * state of the step, unless it is saved already.
 */
export async function openMilestones({
  run,
  settings,
  dataset,
  stage,
  random,
  saveState,
  health,
  console,
  signal,
}: Pick<RunInTraining, 'run' | 'settings' | 'dataset' | 'stage' | 'console' | 'signal'> & {
  random: SeededRandom;
  saveState: () => Promise<void>;
  health: HealthWatch;
}): Promise<Milestones> {
  const { options, totalSteps } = settings;
  const { ticks } = options;
  const preview = await openPreview({ dataset, stage, options, random });
  const evaluation = await openTrainingEvaluation({ options, dataset, stage, console, signal });
  if (!(await exists(join(run, REALS_FILE)))) await preview.saveReals(run);

  const isAt = (every: number, step: number) => step % every === 0 || step === totalSteps;
  const isSnapshot = (step: number) => step > 0 && isAt(ticks.snapshots, step);
  const isEvaluation = (step: number) =>
    evaluation !== undefined && step > 0 && isAt(ticks.metrics, step);
  const isState = (step: number) => step > 0 && step % ticks.states === 0;

  return {
    isDue: (step) =>
      isAt(ticks.grids, step) || isState(step) || isSnapshot(step) || isEvaluation(step),

    async reach(step, lastState) {
      if (isAt(ticks.grids, step) && !(await exists(numberedPath(run, 'fakes', step)))) {
        const diversity = await orDiverged(preview.diversity(step), { step, lastState });
        const isProbed = (await readProbes(run)).some((probe) => probe.step === step);
        if (!isProbed) {
          const distance = await averageDistance(stage.networks);
          await health.probe({ step, diversity, averageDistance: distance });
        }
        await preview.saveFakes(run, step);
        await writeReport(run);
      }
      // An evaluation takes minutes, so the state is saved before.
      if (isState(step) || isSnapshot(step) || isEvaluation(step)) await saveState();
      if (isEvaluation(step) && (await readEvaluationsAt(run, step)).length === 0) {
        await evaluation!.add(run, step);
        if (signal.aborted) return;
        await writeReport(run);
      }
      if (isSnapshot(step) && !(await exists(numberedPath(run, 'snapshot', step)))) {
        await writeReport(run);
        await saveSnapshot(run, step, settings, stage, await preview.samples(step));
      }
    },

    dispose() {
      preview.dispose();
      evaluation?.dispose();
    },
  };
}
