/**
 * `npm test`: runs every check that a change must pass, one after another, so that two cores are
 * enough. The last line is `N passed, N failed`; `.cache/test-summary.txt` has the same line.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../workspaces.js';
import { command } from './command.js';
import { packTest } from './pack-test.js';
import { Tally } from './tally.js';
import { unitTests } from './unit-tests.js';

const summaryFile = join(root, '.cache/test-summary.txt');
rmSync(summaryFile, { force: true });

const tally = new Tally();
await tally.check('format', () => command('prettier', ['--check', '.', '--log-level=warn']));
await tally.check('lint', () => command('eslint', ['.', '--max-warnings=0']));
await tally.check('types', () => command('npm', ['run', 'typecheck']));
await tally.check('unused code', () => command('knip', ['--no-progress']));
await unitTests(tally);
const built = await tally.check('build', () =>
  command('nx', ['run-many', '--target=build', '--outputStyle=static']),
);
if (built) await packTest(tally);
else tally.add(0, 1);

mkdirSync(join(root, '.cache'), { recursive: true });
writeFileSync(summaryFile, `${tally.summary}\n`);
console.log(tally.summary);
process.exitCode = tally.failed > 0 || tally.passed === 0 ? 1 : 0;
