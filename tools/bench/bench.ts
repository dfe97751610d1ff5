/**
 * Images a second of training steps and sampling, beside PyTorch where `$PYTHON` (python3) has it.
 *
 *   npm run bench -- [--json FILE] [--rounds 7] [--threads 2] [--profile PREFIX]
 *
 * The two take turns, run by run, so that both see the same moods of the machine; medians count.
 */
import { writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { registerOrtBackend } from '@stackgan/tfjs-backend-ort';
import * as tf from '@tensorflow/tfjs-core';
import { prepare } from './ours.js';
import { startPeer } from './peer.js';
import { works } from './works.js';

const { values: options } = parseArgs({
  options: {
    json: { type: 'string' },
    rounds: { type: 'string', default: '7' },
    threads: { type: 'string', default: String(availableParallelism()) },
    profile: { type: 'string' },
  },
});
const rounds = Number(options.rounds);
const threads = Number(options.threads);

interface Row {
  work: string;
  /** Images a second, medians. */
  ours: number;
  torch: number | null;
  ratio: number | null;
}

function median(numbers: number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
}

function range(numbers: number[], batch: number): string {
  const rate = (milliseconds: number): string => ((1000 * batch) / milliseconds).toFixed(1);
  return `${rate(median(numbers))} (${rate(Math.max(...numbers))}–${rate(Math.min(...numbers))})`;
}

registerOrtBackend({ threads, ...(options.profile && { profilePrefix: options.profile }) });
await tf.setBackend('ort');
const peer = startPeer(threads);
console.log(`${cpus()[0]!.model}, ${threads} threads, Node ${process.versions.node}`);
console.log(
  peer ? `PyTorch ${peer.version}` : 'PyTorch: not found (set PYTHON to a python with torch)',
);

const rows: Row[] = [];
for (const work of works) {
  const run = prepare(work);
  for (let warmup = 0; warmup < 3; warmup++) await run();
  await peer?.measure(work, 1);
  const ours: number[] = [];
  const theirs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await run();
    ours.push(performance.now() - start);
    if (peer) theirs.push(...(await peer.measure(work, 1)));
  }
  const { batch } = work.sizes;
  const ratio = peer ? median(theirs) / median(ours) : null;
  rows.push({
    work: work.name,
    ours: (1000 * batch) / median(ours),
    torch: peer ? (1000 * batch) / median(theirs) : null,
    ratio,
  });
  console.log(
    `${work.name.padEnd(34)} ours ${range(ours, batch)} images/s` +
      (peer ? `   torch ${range(theirs, batch)}   ratio ${ratio!.toFixed(2)}` : ''),
  );
}
peer?.stop();
tf.engine().backend.dispose();
if (options.json) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`);
