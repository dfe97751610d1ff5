import { execFileSync } from 'node:child_process';
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { differentFiles } from '../../apps/trainer/src/testing/different-files.js';
import { run as runNode } from './faulty.js';
import { type Bench, type Outcome, train } from './scenarios.js';

/**
 * Trains on a disk of its own, which fills up; when it has room again, training goes on. Only root may
 * mount one: for others, it is tried 0 times.
 */
export async function fillSmallDisk(bench: Bench, times: number): Promise<Outcome> {
  const fault = 'disk full: a file system of too few kB';
  const disk = join(bench.folder, 'disk');
  await mkdir(disk, { recursive: true });
  const needed = Math.floor((await sizeOf(bench.whole)) / 1024);
  const lost: string[] = [];
  for (let time = 0; time < times; time++) {
    if (!mount(disk, Math.ceil((0.1 + 0.8 * bench.random.uniform()) * needed))) {
      return { fault, times: 0, lost };
    }
    try {
      const run = await bench.newRun(disk);
      const full = await runNode(train(run));
      if (full.code !== 1 || !full.output.includes('no space left on the disk'))
        lost.push(`on a full disk it ended with ${full.code}: ${full.output.slice(-500)}`);
      execFileSync('mount', ['-o', 'remount,size=1G', disk]);
      const { code, output } = await runNode(train(run));
      if (code !== 0) lost.push(`with room again it ended with ${code}: ${output.slice(-500)}`);
      lost.push(...(await differentFiles(run, bench.whole)));
    } finally {
      execFileSync('umount', [disk]);
    }
  }
  return { fault, times, lost };
}

/** Mounts a disk of `kilobytes`; false if that is not permitted. */
function mount(folder: string, kilobytes: number): boolean {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'stackgan', folder]);
    return true;
  } catch {
    return false;
  }
}

/** Bytes of all files under `folder`. */
async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = files.map(
    async ({ parentPath, name }) => (await stat(join(parentPath, name))).size,
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
