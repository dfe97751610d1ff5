/**
 * `npm run model -- <name>` makes the package `models/<name>` by its recipe: prepares the data set,
 * trains both stages, measures them, compares images with those of training, and writes the package.
 * Started again, it goes on where it was stopped; data set and runs are in `datasets` and `runs/model-<name>`.
 */
import { join } from 'node:path';
import { DATASET_FILE } from '@stackgan/data';
import { interruptSignal } from '../../apps/trainer/src/shared/interrupt-signal.js';
import { reportFailure } from '../../apps/trainer/src/cli/run-command-line.js';
import { packageRun } from '../../apps/trainer/src/commands/package.js';
import { prepareSource } from '../../apps/trainer/src/commands/prepare.js';
import { sample } from '../../apps/trainer/src/commands/sample.js';
import { start } from '../../apps/trainer/src/commands/start.js';
import { readStartRecord } from '../../apps/trainer/src/commands/start-record.js';
import { useBackend } from '../../apps/trainer/src/commands/use-backend.js';
import { exists } from '../../apps/trainer/src/files/exists.js';
import {
  NEAREST_FOLDER,
  readNearest,
} from '../../apps/trainer/src/run-directory/nearest-record.js';
import { UsageError } from '../../apps/trainer/src/shared/errors.js';
import { Console } from '../../apps/trainer/src/shared/progress-line.js';
import { recipes } from './recipes.js';
import { requireRecipe } from './require-recipe.js';

/** Most real images that a model is compared with: the features of more take too long. */
const MOST_REAL = 10_000;

const output = new Console(process.stdout);
const context = { console: output, signal: interruptSignal(output) };

/** Makes `models/<name>`. */
async function makeModel(name: string, backend: string): Promise<void> {
  const recipe = recipes[name];
  if (recipe === undefined) {
    const names = Object.keys(recipes).join(', ');
    throw new UsageError(`there is no recipe "${name}"; npm run model -- <name>, one of ${names}`);
  }
  const { prepare, openSource, stage1, stage2, metrics, samples, examples } = recipe;
  const data = join('datasets', `model-${name}`);
  const outdir = join('runs', `model-${name}`);
  if (!(await exists(join(data, DATASET_FILE)))) {
    await useBackend(backend, context);
    await prepareSource({ source: await openSource(), out: data }, context);
  }
  const begun = await readStartRecord(outdir);
  if (begun.stage1 !== undefined) await requireRecipe(join(outdir, begun.stage1), stage1);
  if (begun.stage2 !== undefined) await requireRecipe(join(outdir, begun.stage2), stage2);
  const again = `npm run model -- ${name}`;
  // No other model is shown.
  const settings = { stage1, stage2, metrics, samples, mostReal: MOST_REAL, model: undefined };
  await start({ data, outdir, backend }, context, { ...settings, again });

  const run = join(outdir, (await readStartRecord(outdir)).stage2!);
  if ((await readNearest(run)) === undefined) {
    const drawing = { texts: examples, seeds: '0,1', nearest: 4, real: MOST_REAL };
    const none = { captions: undefined, embeddings: undefined, interpolate: undefined };
    await sample(
      { ...none, ...drawing, run, data, out: join(run, NEAREST_FOLDER), meanOnly: false, backend },
      context,
    );
  }
  const facts = { command: again, prepare, stage1, stage2 };
  const manifest = { name: undefined, description: undefined, out: join('models', name) };
  const weights = 'float16';
  await packageRun({ ...manifest, run, data, examples, weights, backend }, context, facts);
}

const [, , name = '', backend = 'auto'] = process.argv;
process.exitCode = await makeModel(name, backend).then(
  () => 0,
  (error: unknown) => reportFailure(error, { writeError: (line) => console.error(line) }),
);
process.exit();
