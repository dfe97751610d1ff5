import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findWorkspaces, type Workspace } from '../workspaces.js';
import { command } from './command.js';
import { checkConsumer } from './consumer.js';
import type { Tally } from './tally.js';

export interface Packed extends Workspace {
  /** The packed file, absolute. */
  tarball: string;
}

/** `npm pack` of every workspace, in one go. Needs the build. */
async function packAll(folder: string): Promise<Packed[]> {
  await command('npm', ['pack', '--workspaces', '--silent', `--pack-destination=${folder}`]);
  return findWorkspaces().map((workspace) => {
    const { name, version } = workspace.manifest;
    const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
    return { ...workspace, tarball: join(folder, file) };
  });
}

/** Looks at the packed files as a stranger would: their metadata, their types, and in use. */
export async function packTest(tally: Tally): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'stackgan-pack-'));
  let packed: Packed[] = [];
  try {
    if (!(await tally.check('npm pack', async () => (packed = await packAll(folder))))) return;
    for (const { manifest, tarball } of packed) {
      await tally.check(`publint ${manifest.name}`, () =>
        command('publint', ['run', tarball, '--strict', '--pack=false']),
      );
      if (manifest.exports === undefined) continue;
      await tally.check(`attw ${manifest.name}`, () =>
        command('attw', [tarball, '--no-definitely-typed', '--format=ascii']),
      );
    }
    await checkConsumer(tally, packed, join(folder, 'consumer'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
