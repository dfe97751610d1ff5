/**
 * `npm run test:faults`: disturbs trainings and other commands hundreds of times, in ways chosen by
 * `--seed`, and writes what was lost into docs/reliability.md. Takes about twenty minutes; with
 * `--brief`, a minute.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { format } from 'prettier';
import { root } from '../workspaces.js';
import { scenarios } from './all-scenarios.js';
import { openBench, type Outcome } from './scenarios.js';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '0' },
    brief: { type: 'boolean', default: false },
  },
});
const folder = await mkdtemp(join(tmpdir(), 'stackgan-faults-'));
const outcomes: Outcome[] = [];
try {
  const bench = await openBench(folder, Number(values.seed));
  for (const { try: tryOut, brief, thorough } of scenarios(bench)) {
    const outcome = await tryOut(values.brief ? Math.max(1, brief) : thorough);
    outcomes.push(outcome);
    console.log(`${outcome.fault}, ${outcome.times} times: ${lostText(outcome)}`);
  }
} finally {
  await rm(folder, { recursive: true });
}
if (!values.brief) await writeTable();
process.exitCode = outcomes.some(({ lost }) => lost.length > 0) ? 1 : 0;

/** Replaces the table of the page. */
async function writeTable(): Promise<void> {
  const page = join(root, 'docs/reliability.md');
  const rows = outcomes.map((one) => `| ${one.fault} | ${one.times} | ${lostText(one)} |`);
  const table = [
    `Seed ${values.seed}, ${cpus()[0]!.model.trim()}, Node ${process.versions.node}:`,
    ...['', '| fault | times | lost |', '| --- | --- | --- |', ...rows],
  ].join('\n');
  const text = await readFile(page, 'utf8');
  const changed = text.replace(
    /(<!-- faults -->\n)[^]*?(<!-- \/faults -->)/,
    (_, begin: string, end: string) => `${begin}\n${table}\n\n${end}`,
  );
  await writeFile(page, await format(changed, { parser: 'markdown' }));
}

function lostText({ lost }: Outcome): string {
  return lost.length === 0 ? 'nothing' : lost.join('; ');
}
