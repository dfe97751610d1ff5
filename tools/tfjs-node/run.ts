/**
 * `npm run test:tfjs-node`: checks the packed trainer with `--backend node` and `--backend
 * node-gpu`, on the real `@tensorflow/tfjs-node` and `@tensorflow/tfjs-node-gpu`, installed as a
 * user would, with this and newer Node versions. Needs the programs of `build-binding.ts`, and
 * trains on datasets/emoji, which it prepares if it is missing. Keeps its files in
 * `.cache/tfjs-node`. Linux x64.
 */
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { installNode } from '../nodes/install-node.js';
import { command } from '../test/command.js';
import { packAll } from '../test/pack-all.js';
import { Tally } from '../test/tally.js';
import { root } from '../workspaces.js';
import { buildBinding, project } from './build-binding.js';

const runs = join(project, 'runs');
const data = join(root, 'datasets/emoji');
const tally = new Tally();
let node = process.execPath;

const stackgan = (...args: string[]) =>
  command(node, [join(project, 'node_modules/.bin/stackgan'), ...args], { cwd: project });
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
const sample = async (stage: string, backend: string) =>
  stackgan(
    ...['sample', `--run=${await newestRun(stage)}`, '--text=a red apple', '--seeds=0'],
    `--backend=${backend}`,
  );

function expectText(text: string, ...patterns: RegExp[]): void {
  if (!patterns.every((pattern) => pattern.test(text))) throw new Error(text);
}

await tally.check('install the packed trainer with both TensorFlow packages', async () => {
  await rm(project, { recursive: true, force: true });
  await mkdir(project, { recursive: true });
  await command('nx', ['run-many', '--target=build', '--outputStyle=static']);
  const packed = await packAll(project);
  const dependencies = {
    ...Object.fromEntries(packed.map((one) => [one.manifest.name, `file:${one.tarball}`])),
    '@tensorflow/tfjs-node': '^4.22.0',
    '@tensorflow/tfjs-node-gpu': '^4.22.0',
  };
  await writeFile(join(project, 'package.json'), JSON.stringify({ private: true, dependencies }));
  await command('npm', ['install', '--ignore-scripts', '--prefer-offline', '--no-audit'], {
    cwd: project,
  });
});
await tally.check('doctor: without a binding, asks to rebuild both', async () => {
  const rebuild = (name: string) =>
    new RegExp(
      `^${name} +no .*does not load: .*\n +→ npm rebuild .*@tensorflow/tfjs-${name},`,
      'm',
    );
  expectText(await stackgan('doctor'), rebuild('node'), rebuild('node-gpu'));
});
await tally.check('compile the binding against TensorFlow', async () => {
  await buildBinding();
  // The package for GPUs has the same sources, and downloads another TensorFlow.
  const lib = (name: string) => join(project, 'node_modules/@tensorflow', name, 'lib');
  await cp(lib('tfjs-node'), lib('tfjs-node-gpu'), { recursive: true });
});
if (!existsSync(join(data, 'dataset.json'))) {
  await tally.check('prepare', () =>
    stackgan('prepare', 'emoji', `--out=${data}`, '--backend=node'),
  );
}
for (const version of ['', '22', '24', '26']) {
  if (version !== '') {
    await tally.check(`Node ${version}: install`, async () => (node = await installNode(version)));
  }
  const name = `Node ${version || process.versions.node}`;
  await tally.check(`${name}: doctor: node works, node-gpu sees no GPU`, async () =>
    // The patterns cover the output from start to end. Of the log lines of TensorFlow 2.21, only
    // the one about oneDNN appears, at any log level. Dawn may report problems of a Vulkan driver.
    expectText(
      await stackgan('doctor'),
      /^(WARNING: .*\n.* oneDNN .*\n)?((error|Warning): .*\n| +(-|at) .*\n)*\n?Node .*\n\nbackend +works\n/,
      /^node-gpu +no .*: installed, but sees no GPU\n +→ .*CUDA 11\.2/m,
      /^node +yes/m,
      /--backend auto takes ort, the first that works\.\n$/,
    ),
  );
  await tally.check(`${name}: train Stage-I, 20 steps`, () => train('--stage=1', '--steps=20'));
  await tally.check(`${name}: sample`, async () =>
    expectText(await sample('stage1', 'node'), /^backend node:/m),
  );
}
node = process.execPath;
await tally.check('train Stage-II, 5 steps', async () => {
  const snapshot = join(await newestRun('stage1'), 'snapshot-000020');
  await train('--stage=2', `--stage1=${snapshot}`, '--steps=5');
});
await tally.check('sample', () => sample('stage2', 'node'));
await tally.check('auto skips node-gpu without a GPU and takes ort', async () =>
  expectText(await sample('stage2', 'auto'), /^backend ort:/m),
);
await tally.check('node-gpu without a GPU is an error', () =>
  sample('stage2', 'node-gpu').then(
    (text) => Promise.reject(new Error(text)),
    ({ message }: Error) =>
      expectText(message, /^stackgan: backend node-gpu: installed, but sees no GPU; .*CUDA 11\.2/m),
  ),
);
console.log(tally.summary);
process.exitCode = tally.failed > 0 ? 1 : 0;
