/**
 * Compares the speed of training steps and sampling with PyTorch (of `$PYTHON`, default python3;
 * tuned, tuned with bfloat16, as installed) and tfjs-node (compiled by `npm run test:tfjs-node`),
 * as far as these are installed.
 *
 *   npm run bench -- --help
 *
 * The contestants take turns, so that changes in the speed of the machine affect all alike. The
 * report gives medians.
 */
import { writeFile } from 'node:fs/promises';
import type { Contestant } from './contestant.js';
import { findContestants, OURS } from './find-contestants.js';
import { helpText, readFlags } from './flags.js';
import { printProfile } from './profile.js';
import { report, summaries } from './report.js';
import { raceTask } from './race.js';
import { tasks } from './tasks.js';

const options = readFlags(process.argv.slice(2));
if (options.help) {
  console.log(helpText(tasks.map(({ name }) => name)));
  process.exit(0);
}
const { rounds, threads } = options;
const chosen = tasks.filter(({ name }) => name.includes(options.tasks));
if (chosen.length === 0) {
  throw new Error(
    `no task name contains ${options.tasks}; tasks: ${tasks.map(({ name }) => name).join(', ')}`,
  );
}

const found = findContestants();
const contestants = found.filter((one): one is Contestant => 'version' in one);
const ours = contestants.find(({ name }) => name === OURS);
if (!ours)
  throw new Error('onnxruntime-node does not run on this machine; `stackgan doctor` says why');
if (options.profile) {
  for (const task of chosen) await printProfile(task, threads, ours);
} else {
  const races = [];
  for (const task of chosen) {
    console.error(`${task.name} …`);
    races.push(await raceTask(task, contestants, { rounds, threads }));
  }
  const text = report(races, found, threads);
  console.log(text);
  if (options.report) await writeFile(options.report, text);
  if (options.json) await writeFile(options.json, `${JSON.stringify(summaries(races), null, 2)}\n`);
}
