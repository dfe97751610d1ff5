/**
 * `npm run soak -- --data datasets/avatars [--minutes 60]`: trains the networks of quick-start for an
 * hour on an idle machine, and writes into docs/reliability.md how memory, tensors and speed changed.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { selectBackend } from '../../apps/trainer/src/backends/select-backend.js';
import { resolveOptions } from '../../apps/trainer/src/profiles/resolve-options.js';
import { listNumbered } from '../../apps/trainer/src/run-directory/run-directory.js';
import { readTicks } from '../../apps/trainer/src/run-directory/run-log.js';
import {
  readState,
  saveTrainingState,
} from '../../apps/trainer/src/run-directory/training-state.js';
import { median } from '../../apps/trainer/src/shared/median.js';
import { Console } from '../../apps/trainer/src/shared/progress-line.js';
import { createRun } from '../../apps/trainer/src/training/create-run.js';
import { trainRun } from '../../apps/trainer/src/training/train-run.js';
import { machine } from '../machine.js';
import { replacePart } from '../replace-part.js';
import { soakTable } from './table.js';

const { values } = parseArgs({
  options: {
    data: { type: 'string', default: 'datasets/avatars' },
    minutes: { type: 'string', default: '60' },
  },
});
const minutes = Number(values.minutes);
const { description } = await selectBackend('ort');
const folder = await mkdtemp(join(tmpdir(), 'stackgan-soak-'));
try {
  const overrides = {
    ...{ data: values.data, steps: 1_000_000, keep: 1000 },
    ...{ 'ticks.snapshots': 5000 },
  };
  const options = resolveOptions({ stage: 1, preset: 'quick-start', overrides });
  const run = await createRun(options, folder);
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(), minutes * 60_000);
  await trainRun(run, { console: new Console(process.stdout), signal: end.signal });
  clearTimeout(timer);

  const states = await listNumbered(run, 'state');
  for (const { path } of states) await readState(path);
  const saving = {
    ...{ every: options.ticks.states, seconds: await secondsOfSaving(states.at(-1)!.path, folder) },
  };
  const table = soakTable(await readTicks(run), {
    states: states.length,
    machine: `${machine()}, ${description}`,
    saving,
  });
  console.log(table);
  await replacePart('docs/reliability.md', 'soak', table);
} finally {
  await rm(folder, { recursive: true });
}
process.exit();

/** The median of five times that saving the state at `path` again takes, flushed to the disk. */
async function secondsOfSaving(path: string, folder: string): Promise<number> {
  const { position, tensors } = await readState(path);
  const target = await mkdtemp(join(folder, 'saved-'));
  const times = [];
  for (let time = 0; time < 5; time++) {
    const begin = performance.now();
    await saveTrainingState(target, position, tensors);
    times.push((performance.now() - begin) / 1000);
  }
  return median(times);
}
