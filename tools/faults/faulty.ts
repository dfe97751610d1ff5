import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { root } from '../workspaces.js';

/** How a command ended. */
export interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  /** What it printed. */
  readonly output: string;
}

/** What happens to a command. */
export interface Fault {
  /** For `inject.ts`: `kill:12`, `full:12`. */
  readonly inject?: string;
  /** A signal after a time in ms. */
  readonly signal?: { readonly name: NodeJS.Signals; readonly after: number };
}

/** Arguments of Node for `stackgan <args>` from the sources. */
export const stackgan = (...args: readonly string[]): string[] => [
  'apps/trainer/src/cli.ts',
  ...args,
];

/** Arguments of Node for `start` or `ablate` with networks of a few weights. */
export const tinyJob = (...args: readonly string[]): string[] => [
  'tools/faults/tiny-job.ts',
  ...args,
];

/** Runs a program of ours in a process of its own. */
export function run(args: readonly string[], fault: Fault = {}): Promise<Ended> {
  return spawnNode(args, fault, {});
}

/** The number of operations of the file system of a program that runs to its end. */
export async function countOperations(args: readonly string[], file: string): Promise<number> {
  const { code, output } = await spawnNode(args, {}, { STACKGAN_COUNT: file });
  if (code !== 0) throw new Error(`${args.join(' ')} failed: ${output}`);
  return Number(await readFile(file, 'utf8'));
}

function spawnNode(
  args: readonly string[],
  { inject, signal }: Fault,
  env: Readonly<Record<string, string>>,
): Promise<Ended> {
  const child = spawn(
    process.execPath,
    [
      ...['--import', 'tsx', '--import', join(root, 'tools/faults/inject.ts')],
      ...['-C', '@stackgan/source', ...args],
    ],
    {
      cwd: root,
      env: { ...process.env, ...env, ...(inject && { STACKGAN_FAULT: inject }) },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  if (signal) void setTimeout(signal.after).then(() => child.kill(signal.name));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, by) => resolve({ code, signal: by, output }));
  });
}
