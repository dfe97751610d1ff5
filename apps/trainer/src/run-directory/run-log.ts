import { join } from 'node:path';
import { z } from 'zod';
import { printableText } from '../shared/printable-text.js';
import type { Tick } from '../shared/tick-statistics.js';
import { appendTickEvent } from './tensorboard-log.js';
import { appendToFile } from '../files/append-to-file.js';
import { appendLine, jsonNumber, readLines, rewindLines } from '../files/json-lines.js';

const ticksOf = (run: string): string => join(run, 'stats.jsonl');

/** A line of stats.jsonl. */
export const tickSchema: z.ZodType<Tick> = z.object({
  step: z.int(),
  kimg: jsonNumber,
  epoch: z.int(),
  seconds: jsonNumber,
  imagesPerSecond: jsonNumber,
  learningRate: jsonNumber,
  losses: z.record(z.string(), jsonNumber),
  tensors: z.int(),
  memoryMB: jsonNumber,
});

/** Appends one line to log.txt of a run. */
export const appendLog = (run: string, line: string): Promise<void> =>
  appendToFile(join(run, 'log.txt'), `${printableText(line)}\n`);

/** Appends one tick to stats.jsonl of a run, and to its TensorBoard events, if it has any. */
export async function appendTick(run: string, tick: Tick): Promise<void> {
  await appendLine(ticksOf(run), tick);
  await appendTickEvent(run, tick);
}

/** The ticks of a run. Throws RunDirectoryError for a line that is no tick. */
export const readTicks = (run: string): Promise<Tick[]> => readLines(ticksOf(run), tickSchema);

/** Drops the ticks after `step`. */
export const rewindTicks = (run: string, step: number): Promise<void> =>
  rewindLines(ticksOf(run), step);
