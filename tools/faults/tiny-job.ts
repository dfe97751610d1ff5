/** `tiny-job.ts start|ablate|evaluate <data> <folder>`: the command with networks of a few weights. */
import { selectBackend } from '../../apps/trainer/src/backends/select-backend.js';
import { ablate } from '../../apps/trainer/src/commands/ablate.js';
import { evaluateRun } from '../../apps/trainer/src/commands/evaluate.js';
import { start } from '../../apps/trainer/src/commands/start.js';
import { interruptSignal } from '../../apps/trainer/src/shared/interrupt-signal.js';
import { Console } from '../../apps/trainer/src/shared/progress-line.js';
import {
  tinyEncoder,
  tinyExtractor,
  tinyOptions,
} from '../../apps/trainer/src/testing/tiny-fixtures.js';
import { openDataset } from '../../packages/data/src/index.js';

const [, , job, data = '', outdir = ''] = process.argv;
const output = new Console(process.stdout);
const context = { console: output, signal: interruptSignal(output) };
const brief = { 'preview.captions': 1, 'ticks.grids': 9 };
const stages = {
  stage1: { ...tinyOptions.stage1, ...brief },
  stage2: { ...tinyOptions.stage2, ...brief },
};
if (job === 'start') {
  await start({ data, outdir, backend: 'ort' }, context, {
    ...stages,
    ...{ loadEncoder: () => Promise.resolve(tinyEncoder), loadExtractor: tinyExtractor },
    ...{ model: undefined, metrics: ['pr'], samples: 8, again: 'again' },
  });
} else if (job === 'evaluate') {
  await selectBackend('ort');
  const dataset = await openDataset(data);
  const evaluator = { dataset, extractor: await tinyExtractor(), ...context };
  await evaluateRun(outdir, { names: ['pr'], samples: 8, seed: 0 }, evaluator);
} else {
  const table = { table: 'table2', rows: 'stage1-64-ca,stage1-64-no-ca' } as const;
  const size = { steps1: 4, steps2: 2, seeds: 1, samples: 8, metrics: 'pr' };
  await ablate(
    { data, outdir, backend: 'ort', preset: 'quick-start', ...table, ...size },
    context,
    { overrides: stages, openExtractor: tinyExtractor },
  );
}
process.exit();
