/**
 * Training steps and sampling of this project beside PyTorch (of `$PYTHON`, python3) and tfjs-node
 * (compiled by `npm run test:tfjs-node`), where they are.
 *
 *   npm run bench -- --help
 *
 * The contestants take turns, run by run, so that all see the same moods of the machine; medians
 * count.
 */
import { writeFile } from 'node:fs/promises';
import { findContestants } from './contestant.js';
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

const contestants = findContestants();
if (options.profile) {
  for (const work of chosen) await printProfile(work, threads, contestants[0]!);
} else {
  const races = [];
  for (const work of chosen) {
    console.error(`${work.name} …`);
    races.push(await raceWork(work, contestants, { rounds, threads }));
  }
  const text = report(races, contestants, threads);
  console.log(text);
  if (options.report) await writeFile(options.report, text);
  if (options.json) await writeFile(options.json, `${JSON.stringify(summaries(races), null, 2)}\n`);
}
