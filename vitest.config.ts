import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';

const root = import.meta.dirname;

/** Folders of all workspaces, found by looking, so that a new room needs no entry here. */
const folders = ['packages', 'apps']
  .flatMap((parent) => readdirSync(join(root, parent)).map((name) => `${parent}/${name}`))
  .filter((folder) => existsSync(join(root, folder, 'package.json')));

/** Projects inherit neither `resolve` nor `ssr` from the root, so each one asks for sources itself. */
const conditions = ['@stackgan/source', ...defaultServerConditions];

function project(folder: string, name: string, tensorflow: boolean) {
  return {
    resolve: { conditions },
    ssr: { resolve: { conditions } },
    test: {
      name,
      include: [`${folder}/**/*.test.ts`],
      exclude: ['**/node_modules/**', '**/dist/**'],
      setupFiles: [
        './tools/test-setup/silence.ts',
        ...(tensorflow ? ['./tools/test-setup/tensorflow.ts'] : []),
      ],
      testTimeout: 60_000,
      hookTimeout: 60_000,
    },
  };
}

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      ...folders.map((folder) => {
        const manifest = readFileSync(join(root, folder, 'package.json'), 'utf8');
        return project(folder, folder.split('/')[1] ?? folder, manifest.includes('@tensorflow/'));
      }),
      project('tools', 'tools', false),
    ],
  },
});
