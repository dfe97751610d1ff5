import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findLibraries, findWorkspaces, root } from '../workspaces.js';
import { extractExamples } from './extract-examples.js';
import { writeStandIns } from './stand-ins.js';

const run = promisify(execFile);
const examples = extractExamples();
const tsx = join(root, 'node_modules/tsx/dist/cli.mjs');

/** Within the repository, so that Node finds the packages by name. */
let folder = '';

beforeAll(async () => {
  await mkdir(join(root, '.cache'), { recursive: true });
  folder = await mkdtemp(join(root, '.cache/readme-'));
  await writeStandIns(folder);
});

afterAll(() => rm(folder, { recursive: true }));

describe('README', () => {
  it.each(findWorkspaces())('$folder has one', ({ path }) => {
    expect(existsSync(join(path, 'README.md'))).toBe(true);
  });

  it.each(findLibraries())('of $manifest.name has a runnable example', (library) => {
    expect(examples.map(({ readme }) => readme)).toContain(`${library.folder}/README.md`);
  });

  it.each(examples)('example $name runs on the sources', async ({ name, code }) => {
    const file = join(folder, `${name}.ts`);
    await writeFile(file, code);
    await run(process.execPath, [tsx, '-C', '@stackgan/source', file], { cwd: folder });
  });
});
