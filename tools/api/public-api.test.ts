import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { findLibraries, root } from '../workspaces.js';
import { describeApi } from './describe-api.js';

const libraries = findLibraries();
const entryOf = (path: string) => join(path, 'src/index.ts');

const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file)).config,
  ts.sys,
  root,
);
const program = ts.createProgram(
  libraries.map(({ path }) => entryOf(path)),
  options,
);

describe('the public API equals the committed api.md (npm run api updates it)', () => {
  it.each(libraries)('$manifest.name', async ({ path, manifest }) => {
    const api = describeApi(program, entryOf(path));
    await expect(`# ${manifest.name}: public API\n\n\`\`\`\n${api}\n\`\`\`\n`).toMatchFileSnapshot(
      join(path, 'api.md'),
    );
  });
});
