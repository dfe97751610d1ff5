import { join } from 'node:path';
import { findWorkspaces, type Workspace } from '../workspaces.js';
import { command } from './command.js';

export interface Packed extends Workspace {
  /** Absolute path of the packed file. */
  tarball: string;
}

/** Runs `npm pack` for all workspaces at once, after the build. */
export async function packAll(folder: string): Promise<Packed[]> {
  await command('npm', ['pack', '--workspaces', '--silent', `--pack-destination=${folder}`]);
  return findWorkspaces().map((workspace) => {
    const { name, version } = workspace.manifest;
    const file = `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
    return { ...workspace, tarball: join(folder, file) };
  });
}
