import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { extractExamples } from '../readme/extract-examples.js';
import { writeStandIns } from '../readme/stand-ins.js';
import { isModel, readManifest, root } from '../workspaces.js';
import { command } from './command.js';
import { installQuickly } from './install-quickly.js';
import type { Packed } from './pack-all.js';
import type { Tally } from './tally.js';

/** Further packages for the README examples and peer dependencies, at the versions of the root. */
const others = [
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-layers',
  '@tensorflow/tfjs-backend-cpu',
  '@types/node',
];

/** Names of the values (not the types) in the committed api.md of a package. */
async function valuesOf({ path }: Packed): Promise<string[]> {
  const api = await readFile(join(path, 'api.md'), 'utf8');
  return [...api.matchAll(/^(?:class|function|const) (\w+)/gm)]
    .map((match) => match[1] ?? '')
    .sort();
}

/** The declarations of TensorFlow.js 4.22 have errors, hence `skipLibCheck`. */
function tsconfig(options: object, include: string[]): string {
  const shared = { target: 'ES2022', strict: true, skipLibCheck: true, types: ['node'] };
  return JSON.stringify({ compilerOptions: { ...shared, ...options }, include });
}

async function writeProject(packed: Packed[], folder: string): Promise<void> {
  const libraries = packed.filter(({ manifest }) => manifest.exports);
  const { devDependencies = {} } = readManifest(root);
  const dependencies = {
    ...Object.fromEntries(
      packed.map(({ manifest, tarball }) => [manifest.name, `file:${tarball}`]),
    ),
    ...Object.fromEntries(others.map((name) => [name, devDependencies[name]])),
  };
  const expected = await Promise.all(
    libraries.map(async (library) => [library.manifest.name, await valuesOf(library)]),
  );
  const loadEach = (load: string) => `
    for (const [name, values] of ${JSON.stringify(expected)}) {
      const found = Object.keys(${load}).filter((key) => !['default', '__esModule', 'module.exports'].includes(key)).sort();
      if (String(found) !== String(values)) throw new Error(\`\${name} exports \${found}, not \${values}\`);
    }`;
  const uses = libraries
    .map(
      ({ manifest }, index) => `import * as p${index} from '${manifest.name}';\nvoid p${index};\n`,
    )
    .join('');
  const files: Record<string, string> = {
    'package.json': JSON.stringify({
      name: 'consumer',
      private: true,
      type: 'module',
      dependencies,
    }),
    'load.mjs': loadEach('await import(name)'),
    'load.cjs': loadEach('require(name)'),
    'use.ts': uses,
    'use.cts': uses,
    'nodenext.json': tsconfig({ module: 'NodeNext', outDir: 'out' }, ['*.ts', '*.cts']),
    'bundler.json': tsconfig({ module: 'ESNext', moduleResolution: 'Bundler', noEmit: true }, [
      '*.ts',
    ]),
    ...Object.fromEntries(extractExamples().map(({ name, code }) => [`example-${name}.ts`, code])),
  };
  await mkdir(folder, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
}

/** Installs the packed files into an empty project and checks every supported way to use them. */
export async function checkConsumer(tally: Tally, packed: Packed[], folder: string): Promise<void> {
  const here = { cwd: folder };
  const installed = await tally.check('packed: npm install', async () => {
    await writeProject(packed, folder);
    await installQuickly(folder);
    await writeStandIns(folder);
  });
  if (!installed) return;
  await tally.check('packed: import', () => command('node', ['load.mjs'], here));
  await tally.check('packed: require', () => command('node', ['load.cjs'], here));
  await tally.check('packed: tsc, Bundler', () => command('tsc', ['-p', 'bundler.json'], here));
  const compiled = await tally.check('packed: tsc, NodeNext', () =>
    command('tsc', ['-p', 'nodenext.json'], here),
  );
  for (const { name } of compiled ? extractExamples() : []) {
    await tally.check(`packed: README example ${name}`, () =>
      command('node', [`out/example-${name}.js`], here),
    );
  }
  await tally.check('packed: stackgan models lists the packed models', async () => {
    const listed = await command(join(folder, 'node_modules/.bin/stackgan'), ['models'], here);
    const names = packed.filter(isModel).map(({ manifest }) => manifest.name);
    const missing = names.filter((name) => !listed.includes(name));
    if (missing.length > 0) throw new Error(`${missing.join(', ')} not in\n${listed}`);
  });
  for (const { manifest } of packed) {
    for (const bin of Object.keys(manifest.bin ?? {})) {
      await tally.check(`packed: ${bin} --help`, () =>
        command(join(folder, 'node_modules/.bin', bin), ['--help'], here),
      );
    }
  }
}
