import { spawn, spawnSync } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Work } from './works.js';

const script = fileURLToPath(new URL('peer.py', import.meta.url));

/** PyTorch in a process of its own, asked for one work at a time. */
export interface Peer {
  readonly version: string;
  /** Milliseconds of each run. */
  measure(work: Work, repeats: number): Promise<number[]>;
  stop(): void;
}

/** Starts the peer with `$PYTHON` or `python3`; undefined where that has no torch. */
export function startPeer(threads: number): Peer | undefined {
  const python = process.env['PYTHON'] ?? 'python3';
  const probe = spawnSync(python, [script, '--version'], { encoding: 'utf8' });
  if (probe.status !== 0) return undefined;
  const child = spawn(python, [script, String(threads)], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    version: probe.stdout.trim(),
    async measure(work, repeats) {
      const request = { work: work.name, sample: work.isSampling, sizes: work.sizes, repeats };
      child.stdin.write(`${JSON.stringify(request)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`PyTorch stopped at ${work.name}`);
      return (JSON.parse(value) as { milliseconds: number[] }).milliseconds;
    },
    stop: () => void child.stdin.end(),
  };
}
