/**
 * Training steps and sampling of this project beside PyTorch (of `$PYTHON`, python3; tuned, tuned with
 * bfloat16, as installed) and tfjs-node (compiled by `npm run test:tfjs-node`), where they are.
 *
 *   npm run bench -- --help
 *
 * The contestants take turns, run by run, so that all see the same moods of the machine; medians
 * count.
 */
import { writeFile } from 'node:fs/promises';
import type { Contestant } from './contestant.js';
import { findContestants, OURS } from './find-contestants.js';
import { helpText, readFlags } from './flags.js';
import { printProfile } from './profile.js';
import { report, summaries } from './report.js';
import { raceWork } from './race.js';
import { works } from './works.js';

const options = readFlags(process.argv.slice(2));
if (options.help) {
  console.log(helpText(works.map(({ name }) => name)));
  process.exit(0);
}
const { rounds, threads } = options;
const chosen = works.filter(({ name }) => name.includes(options.works));
if (chosen.length === 0) {
  throw new Error(
    `no work is called ${options.works}: ${works.map(({ name }) => name).join(', ')}`,
  );
}

const found = findContestants();
const contestants = found.filter((one): one is Contestant => 'version' in one);
const ours = contestants.find(({ name }) => name === OURS);
if (!ours) throw new Error('onnxruntime-node does not run here; `stackgan doctor` says why');
if (options.profile) {
  for (const work of chosen) await printProfile(work, threads, ours);
} else {
  const races = [];
  for (const work of chosen) {
    console.error(`${work.name} …`);
    races.push(await raceWork(work, contestants, { rounds, threads }));
  }
  const text = report(races, found, threads);
  console.log(text);
  if (options.report) await writeFile(options.report, text);
  if (options.json) await writeFile(options.json, `${JSON.stringify(summaries(races), null, 2)}\n`);
}
