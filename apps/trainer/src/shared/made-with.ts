import { execFile } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { ownVersion } from './own-version.js';

/** The programs that made a file, by version, and what they ran on. */
export const madeWithSchema = z.object({
  '@stackgan/trainer': z.string(),
  '@tensorflow/tfjs-core': z.string(),
  node: z.string(),
  /** The name of the backend; absent if none was chosen yet. */
  backend: z.string().optional(),
  /** The commit of our sources; absent in an installed package, whose version says all. */
  commit: z.string().optional(),
});
export type MadeWith = z.infer<typeof madeWithSchema>;

/** What this process is made of. */
export async function madeWith(): Promise<MadeWith> {
  const commit = await sourceCommit();
  return {
    '@stackgan/trainer': ownVersion(),
    '@tensorflow/tfjs-core': tf.version_core,
    node: process.versions.node,
    // TensorFlow.js types it as a string always.
    ...((tf.getBackend() as string | undefined) && { backend: tf.getBackend() }),
    ...(commit !== undefined && { commit }),
  };
}

/** The checked-out commit, with `+changes` if tracked files differ; undefined outside of a clone. */
async function sourceCommit(): Promise<string | undefined> {
  const cwd = dirname(fileURLToPath(import.meta.url));
  // The repository around an installed package is somebody else's.
  if (cwd.includes('node_modules')) return undefined;
  const git = async (...args: string[]) =>
    (await promisify(execFile)('git', args, { cwd })).stdout.trim();
  try {
    const changed = await git('status', '--porcelain', '--untracked-files=no');
    return `${await git('rev-parse', 'HEAD')}${changed === '' ? '' : '+changes'}`;
  } catch {
    return undefined;
  }
}
