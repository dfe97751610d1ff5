import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Work } from './works.js';

/** Somebody who can do the works, in a process of its own for each work. */
export interface Contestant {
  readonly name: string;
  readonly version: string;
  readonly command: readonly string[];
  /** Variables that its process starts with. */
  readonly env?: Readonly<Record<string, string>>;
  /** What it multiplies, float32 if not said; sums, and what is learned, are float32 with either. */
  readonly precision?: 'bfloat16';
}

/** What a contestant answers to a request for so many runs. */
export interface Answer {
  readonly milliseconds: readonly number[];
  /** Most memory that the process has held so far, in MB. */
  readonly peakMB: number;
  /** Arithmetic of one run in 10^9 operations, where the contestant can tell. */
  readonly gflop?: number;
}

export interface Running {
  /** Runs the work; the first request also prepares and warms up, unmeasured. Undefined if it broke down. */
  run(repeats: number): Promise<Answer | undefined>;
  stop(): Promise<void>;
}

/** Starts a contestant on one work. */
export function start({ command, env }: Contestant, work: Work, threads: number): Running {
  const [program = '', ...args] = command;
  const child = spawn(program, [...args, String(threads)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // PyTorch and ONNX Runtime read the argument, TensorFlow the environment.
    env: {
      ...process.env,
      ...env,
      TF_NUM_INTRAOP_THREADS: String(threads),
      TF_CPP_MIN_LOG_LEVEL: '2',
    },
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async run(repeats) {
      child.stdin.write(`${JSON.stringify({ work, repeats })}\n`);
      const { value, done } = await lines.next();
      if (done) return undefined;
      return JSON.parse(value) as Answer;
    },
    async stop() {
      child.stdin.end();
      if (child.exitCode === null) await once(child, 'exit');
    },
  };
}
