/**
 * `npm run test:faults`: disturbs trainings and other commands hundreds of times, in ways chosen by
 * `--seed`, and writes what was lost into docs/reliability.md. Takes about half an hour; with
 * `--share 0.1`, a tenth of it.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from '../machine.js';
import { replacePart } from '../replace-part.js';
import { scenarios } from './all-scenarios.js';
import { openBench, type Outcome } from './scenarios.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '0' },
    share: { type: 'string', default: '1' },
  },
});
const folder = await mkdtemp(join(tmpdir(), 'stackgan-faults-'));
const outcomes: Outcome[] = [];
try {
  const bench = await openBench(folder, Number(values.seed));
  for (const { try: tryOut, thorough } of scenarios(bench)) {
    const outcome = await tryOut(Math.ceil(Number(values.share) * thorough));
    outcomes.push(outcome);
    console.log(`${outcome.fault}, ${outcome.times} times: ${lostText(outcome)}`);
  }
} finally {
  await rm(folder, { recursive: true });
}
await writeTable();
process.exitCode = outcomes.some(({ lost }) => lost.length > 0) ? 1 : 0;

/** Puts the outcomes into the page. */
async function writeTable(): Promise<void> {
  const rows = outcomes.map((one) => `| ${one.fault} | ${one.times} | ${lostText(one)} |`);
  const table = [
    `Seed ${values.seed}, ${machine()}:`,
    ...['', '| fault | times | lost |', '| --- | --- | --- |', ...rows],
  ].join('\n');
  await replacePart('docs/reliability.md', 'faults', table);
}

function lostText({ lost }: Outcome): string {
  return lost.length === 0 ? 'nothing' : lost.map((line) => line.trim()).join('; ');
}
