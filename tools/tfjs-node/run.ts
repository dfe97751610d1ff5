/**
 * `npm run test:tfjs-node`: the packed trainer with `--backend node`, on the real
 * `@tensorflow/tfjs-node`, as a user would install both. Needs what `build-binding.ts` needs, and
 * trains on datasets/emoji, which it prepares if it is not there. Kept in `.cache/tfjs-node`.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from '../test/command.js';
import { packAll } from '../test/pack-all.js';
import { Tally } from '../test/tally.js';
import { root } from '../workspaces.js';
import { buildBinding, project } from './build-binding.js';

const runs = join(project, 'runs');
const data = join(root, 'datasets/emoji');
const tally = new Tally();

const stackgan = (...args: string[]) =>
  command(join(project, 'node_modules/.bin/stackgan'), args, {
    cwd: project,
    env: { TF_CPP_MIN_LOG_LEVEL: '2' },
  });
const newestRun = async (stage: string) =>
  join(
    runs,
    (await readdir(runs))
      .filter((name) => name.endsWith(stage))
      .sort()
      .at(-1) ?? '',
  );
const train = (...args: string[]) =>
  stackgan('train', '--backend=node', `--data=${data}`, `--outdir=${runs}`, ...args);

await tally.check('install the packed trainer with @tensorflow/tfjs-node', async () => {
  await rm(project, { recursive: true, force: true });
  await mkdir(project, { recursive: true });
  await command('nx', ['run-many', '--target=build', '--outputStyle=static']);
  const packed = await packAll(project);
  const dependencies = {
    ...Object.fromEntries(packed.map((one) => [one.manifest.name, `file:${one.tarball}`])),
    '@tensorflow/tfjs-node': '^4.22.0',
  };
  await writeFile(join(project, 'package.json'), JSON.stringify({ private: true, dependencies }));
  await command('npm', ['install', '--ignore-scripts', '--prefer-offline', '--no-audit'], {
    cwd: project,
  });
});
await tally.check('compile the binding against TensorFlow', () => buildBinding());
await tally.check('doctor: node works', async () => {
  const text = await stackgan('doctor');
  if (!/^node +yes/m.test(text)) throw new Error(text);
});
if (!existsSync(join(data, 'dataset.json'))) {
  await tally.check('prepare', () => stackgan('prepare', `--out=${data}`, '--backend=node'));
}
await tally.check('train Stage-I, 20 steps', () => train('--stage=1', '--steps=20'));
await tally.check('train Stage-II, 5 steps', async () => {
  const snapshot = join(await newestRun('stage1'), 'snapshot-000020');
  await train('--stage=2', `--stage1=${snapshot}`, '--steps=5');
});
await tally.check('sample', async () =>
  stackgan(
    ...['sample', `--run=${await newestRun('stage2')}`, '--text=a red apple', '--seeds=0'],
    '--backend=node',
  ),
);
console.log(tally.summary);
process.exitCode = tally.failed > 0 ? 1 : 0;
