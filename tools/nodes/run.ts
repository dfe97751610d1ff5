/** `npm run test:nodes`: checks the built packages with newer Node versions. Linux x64. */
import { command } from '../test/command.js';
import { Tally } from '../test/tally.js';
import { findLibraries } from '../workspaces.js';
import { installNode } from './install-node.js';

const tally = new Tally();
await tally.check('build', () =>
  command('nx', ['run-many', '--target=build', '--outputStyle=static']),
);

const names = findLibraries().map(({ manifest }) => manifest.name);
const importAll = names.map((name) => `await import('${name}');`).join('\n');
const requireAll = names.map((name) => `require('${name}');`).join('\n');

for (const version of ['22', '24']) {
  let node = '';
  await tally.check(`Node ${version}: install`, async () => (node = await installNode(version)));
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
