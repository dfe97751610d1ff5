import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../workspaces.js';

/** Runs `stackgan train` on `threads` cores, by default all; returns what it prints. */
export async function runTraining(flags: readonly string[], threads?: number): Promise<string> {
  const cli = join(root, 'apps/trainer/src/cli.ts');
  const node = [process.execPath, '--import', 'tsx', '-C', '@stackgan/source', cli, 'train'];
  const cores = threads === undefined ? [] : ['taskset', '--cpu-list', `0-${threads - 1}`];
  const [program, ...args] = [...cores, ...node, '--backend', 'ort', ...flags];
  const { stdout } = await promisify(execFile)(program!, args, { maxBuffer: 2 ** 24 });
  return stdout;
}
