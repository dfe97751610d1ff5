/**
 * This project as a contestant: `ours.ts ort|node THREADS`. Reads one request {task, repeats} per
 * line and answers each with an `Answer`. With --version it prints its version, or fails where it
 * cannot run.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import { project as tfjsNode } from '../tfjs-node/build-binding.js';
import { countOperations } from './count-operations.js';
import type { Answer } from './contestant.js';
import { prepare } from './prepare.js';
import type { Task } from './tasks.js';

const [backend, argument] = process.argv.slice(2);
const requireHere = createRequire(import.meta.url);

if (backend === 'ort') {
  if (argument === '--version') {
    const { version } = requireHere('onnxruntime-node/package.json') as { version: string };
    console.log(`onnxruntime-node ${version}`);
    process.exit(0);
  }
  const profilePrefix = process.env['BENCH_PROFILE'];
  registerOrtBackend({ threads: Number(argument), ...(profilePrefix && { profilePrefix }) });
  await tf.setBackend('ort');
} else {
  const project = createRequire(join(tfjsNode, 'package.json'));
  const { version } = project('@tensorflow/tfjs-node') as { version: Record<string, string> };
  if (argument === '--version') {
    console.log(`tfjs-node ${version['tfjs-node'] ?? '?'}`);
    process.exit(0);
  }
  await tf.setBackend('tensorflow');
}

let run: (() => Promise<void>) | undefined;
let gflop = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const { task, repeats } = JSON.parse(line) as { task: Task; repeats: number };
  if (run === undefined) {
    run = prepare(task);
    // The first two runs are recorded; the others are replayed.
    gflop = (await countOperations(run)) / 1e9;
    for (let warmup = 0; warmup < 3; warmup++) await run();
  }
  const milliseconds: number[] = [];
  for (let round = 0; round < repeats; round++) {
    const start = performance.now();
    await run();
    milliseconds.push(performance.now() - start);
  }
  // maxRSS is in kilobytes.
  const peakMB = process.resourceUsage().maxRSS / 1024;
  console.log(JSON.stringify({ milliseconds, peakMB, gflop } satisfies Answer));
}
tf.engine().backend.dispose();
