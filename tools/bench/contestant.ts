import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Task } from './tasks.js';

/** A program that can run the tasks, in a new process for each task. */
export interface Contestant {
  readonly name: string;
  readonly version: string;
  readonly command: readonly string[];
  /** Environment variables of its process. */
  readonly env?: Readonly<Record<string, string>>;
  /** Type of the factors of products; default float32. Sums and weights are always float32. */
  readonly precision?: 'bfloat16';
}

/** A contestant's answer to a request for `repeats` runs. */
export interface Answer {
  readonly milliseconds: readonly number[];
  /** Peak memory of the process so far, in MB. */
  readonly peakMB: number;
  /** Arithmetic operations of one run, in 10^9; only some contestants count them. */
  readonly gflop?: number;
}

export interface Running {
  /**
   * Runs the task; the first request also prepares and warms up, unmeasured. Resolves to undefined
   * if the process ended.
   */
  run(repeats: number): Promise<Answer | undefined>;
  stop(): Promise<void>;
}

/** Starts a contestant's process for one task. */
export function start({ command, env }: Contestant, task: Task, threads: number): Running {
  const [program = '', ...args] = command;
  const child = spawn(program, [...args, String(threads)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    // PyTorch and ONNX Runtime take the thread count as an argument, TensorFlow as variables.
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
      child.stdin.write(`${JSON.stringify({ task, repeats })}\n`);
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
