/**
 * Training steps and sampling of this project beside PyTorch (of `$PYTHON`, python3) and tfjs-node
 * (compiled by `npm run test:tfjs-node`), where they are.
 *
 *   npm run bench -- [--works TEXT] [--rounds 7] [--threads N] [--report FILE] [--json FILE] [--profile]
 *
 * The contestants take turns, run by run, so that all see the same moods of the machine; medians
 * count. `--works` takes the works whose names contain TEXT; `--profile` prints where our own time
 * goes, by operation and shape, instead.
 */
import { writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { findContestants } from './contestant.js';
import { printProfile } from './profile.js';
import { report, summaries } from './report.js';
import { raceWork } from './race.js';
import { works } from './works.js';

const { values: options } = parseArgs({
  options: {
    works: { type: 'string', default: '' },
    rounds: { type: 'string', default: '7' },
    threads: { type: 'string', default: String(availableParallelism()) },
    report: { type: 'string' },
    json: { type: 'string' },
    profile: { type: 'boolean', default: false },
  },
});
const rounds = Number(options.rounds);
const threads = Number(options.threads);
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
