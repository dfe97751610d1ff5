import { defaultServerConditions } from 'vite';
import { defineConfig } from 'vitest/config';
import { findWorkspaces, isModel } from './tools/workspaces.js';

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
      testTimeout: 180_000,
      hookTimeout: 180_000,
    },
  };
}

export default defineConfig({
  test: {
    pool: 'forks',
    maxWorkers: 2,
    projects: [
      ...findWorkspaces(import.meta.dirname)
        .filter((workspace) => !isModel(workspace))
        .map(({ folder, name, manifest }) =>
          project(folder, name, JSON.stringify(manifest).includes('@tensorflow/')),
        ),
      project('tools', 'tools', false),
    ],
  },
});
