import { spawn } from 'node:child_process';
import { delimiter, join } from 'node:path';
import { root } from '../workspaces.js';

export interface CommandOptions {
  /** Default: the root of the repository. */
  cwd?: string;
  env?: Record<string, string>;
  /** Print the output immediately instead of keeping it for the result or error. */
  live?: boolean;
}

/** Runs a command and resolves to its output. Rejects with its output if the exit code is not 0. */
export function command(
  name: string,
  args: string[],
  { cwd = root, env = {}, live = false }: CommandOptions = {},
): Promise<string> {
  // Programs installed in the repository take precedence, so npx is not needed.
  const path = [join(root, 'node_modules/.bin'), process.env['PATH']].join(delimiter);
  return new Promise((resolve, reject) => {
    const child = spawn(name, args, {
      cwd,
      env: { ...process.env, ...env, PATH: path },
      stdio: ['ignore', live ? 'inherit' : 'pipe', live ? 'inherit' : 'pipe'],
    });
    let output = '';
    const keep = (chunk: Buffer) => (output += chunk.toString());
    child.stdout?.on('data', keep);
    child.stderr?.on('data', keep);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${name} ended with ${code ?? signal}\n${output}`));
    });
  });
}
