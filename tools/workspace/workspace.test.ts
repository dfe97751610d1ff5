import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderStore, readModelIndex } from '@stackgan/stage2';
import { SENTENCE_ENCODER_NAME } from '@stackgan/text';
import { PACKAGE_FILES } from '../../apps/trainer/src/commands/package-manifest.js';
import { command } from '../test/command.js';
import {
  findLibraries,
  findWorkspaces,
  isModel,
  readManifest,
  root,
  type Manifest,
} from '../workspaces.js';

const workspaces = findWorkspaces();
const versions = new Map(workspaces.map(({ manifest }) => [manifest.name, manifest.version]));

/** What `npm pack --json` tells of a package. */
interface Packed {
  /** Bytes of the packed file. */
  readonly size: number;
}

function rangesOf(manifest: Manifest): [name: string, range: string][] {
  const { dependencies, peerDependencies, devDependencies } = manifest;
  return [dependencies, peerDependencies, devDependencies].flatMap((group) =>
    Object.entries(group ?? {}),
  );
}

describe('workspaces', () => {
  it('have one version (a fixed group of changesets)', () => {
    expect(new Set(versions.values()).size).toBe(1);
  });

  // If no workspace satisfies an internal range, npm silently takes the package from the registry.
  it.each(workspaces)('$manifest.name: internal ranges match', ({ manifest }) => {
    for (const [name, range] of rangesOf(manifest)) {
      if (name.startsWith('@stackgan/'))
        expect(`${name}@${range}`).toBe(`${name}@^${versions.get(name)}`);
    }
  });

  it('require the same TensorFlow.js version everywhere', () => {
    const manifests = [readManifest(root), ...workspaces.map(({ manifest }) => manifest)];
    const ranges = manifests
      .flatMap(rangesOf)
      .filter(([name]) => name.startsWith('@tensorflow/'))
      .map(([, range]) => range.replace('^', ''));
    expect([...new Set(ranges)]).toEqual(['4.22.0']);
  });

  it.each(findLibraries())(
    '$manifest.name has the standard package fields',
    ({ path, manifest }) => {
      expect(manifest).toMatchObject({
        license: 'MIT',
        type: 'module',
        sideEffects: false,
        files: expect.arrayContaining(['dist', 'src', '!src/**/*.test.ts']) as string[],
        exports: {
          '.': {
            '@stackgan/source': './src/index.ts',
            import: { types: './dist/index.d.ts', default: './dist/index.js' },
            require: { types: './dist/index.d.cts', default: './dist/index.cjs' },
          },
        },
      });
      // Resolvers take the first condition that matches.
      expect(Object.keys(manifest.exports?.['.'] ?? {})[0]).toBe('@stackgan/source');
      expect(existsSync(join(path, 'tsup.config.ts'))).toBe(true);
    },
  );

  it.each(workspaces)('$manifest.name contains the licence', ({ path }) => {
    const licence = readFileSync(join(root, 'LICENSE'), 'utf8');
    expect(readFileSync(join(path, 'LICENSE'), 'utf8')).toBe(licence);
  });

  it.each(workspaces.filter(isModel))(
    '$manifest.name is a whole model, of at most 20 MB packed',
    async ({ path, manifest }) => {
      const pack = ['pack', '--dry-run', '--json', '--ignore-scripts'];
      const [{ size }] = JSON.parse(await command('npm', pack, { cwd: path })) as [Packed];
      expect(size).toBeLessThan(20e6);
      const { stage1, stage2, encoder, examples } = await readModelIndex(folderStore(path));
      for (const stage of [stage1, stage2]) {
        expect(existsSync(join(path, stage!, 'weights.bin'))).toBe(true);
      }
      expect(encoder?.name).toBe(SENTENCE_ENCODER_NAME);
      expect(examples?.length).toBeGreaterThan(0);
      expect(manifest.files).toEqual(PACKAGE_FILES);
    },
  );

  it('the lock file contains no registry address', () => {
    const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
    expect(lock.match(/"resolved": "[a-z+]*:\/\/[^"]*"/g)).toBeNull();
  });
});
