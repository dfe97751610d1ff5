import { readdir, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import {
  eventFileStart,
  eventRecord,
  eventSessionStart,
  type EventValues,
  joinBytes,
} from '@stackgan/formats';
import { appendToFile } from '../files/append-to-file.js';
import type { RunEvaluation } from '../records/evaluation-schema.js';
import type { Tick } from '../shared/tick-statistics.js';

const PATTERN = /^events\.out\.tfevents\.(\d+)\./;

/**
 * Begins the TensorBoard event file of a training that starts now, after `step` steps, if
 * `isAsked` or if the run has event files already: TensorBoard then drops what these have of later
 * steps. Without a file, the other functions write nothing.
 */
export async function beginEvents(
  run: string,
  { step, isAsked }: { step: number | undefined; isAsked: boolean },
): Promise<void> {
  const newest = (await eventFiles(run)).at(-1);
  if (newest === undefined && !isAsked) return;
  const now = Date.now() / 1000;
  // TensorBoard reads files in the order of their names, even after a clock was set back.
  const seconds = Math.max(Math.floor(now), (newest?.seconds ?? 0) + 1);
  const next = step === undefined ? 0 : step + 1;
  const start = [eventFileStart(now), eventSessionStart({ wallTime: now, step: next })];
  await writeFile(join(run, `events.out.tfevents.${seconds}.${hostname()}`), joinBytes(start), {
    flag: 'wx',
  });
}

/** Appends the losses of a tick by name, such as `generator/loss`, its speed, rate and memory. */
export function appendTickEvent(run: string, tick: Tick): Promise<void> {
  const { step, losses, learningRate, imagesPerSecond, memoryMB } = tick;
  const named = Object.entries(losses).map(([name, value]) => [name.replace('.', '/'), value]);
  const training = { learningRate, imagesPerSecond, memoryMB };
  const rest = Object.entries(training).map(([name, value]) => [`training/${name}`, value]);
  return append(run, step, { scalars: Object.fromEntries([...named, ...rest]) as Scalars });
}

/** Appends the value of each metric by its name, such as `metrics/Inception Score`. */
export function appendEvaluationEvent(run: string, evaluation: RunEvaluation): Promise<void> {
  const values = evaluation.measurements.map(({ name, value }) => [`metrics/${name}`, value]);
  return append(run, evaluation.step, { scalars: Object.fromEntries(values) as Scalars });
}

/** Appends a grid of images, a PNG file. */
export const appendGridEvent = (
  run: string,
  { step, name, png }: { step: number; name: 'generated' | 'real'; png: Uint8Array },
): Promise<void> => append(run, step, { images: { [`images/${name}`]: png } });

type Scalars = EventValues['scalars'] & {};

async function append(run: string, step: number, values: EventValues): Promise<void> {
  const file = (await eventFiles(run)).at(-1);
  if (file === undefined) return;
  await appendToFile(file.path, eventRecord({ wallTime: Date.now() / 1000, step }, values));
}

/** The event files of a run, oldest first. */
async function eventFiles(run: string): Promise<{ seconds: number; path: string }[]> {
  return (await readdir(run))
    .flatMap((name) => {
      const seconds = PATTERN.exec(name)?.[1];
      return seconds === undefined ? [] : [{ seconds: Number(seconds), path: join(run, name) }];
    })
    .sort((a, b) => a.seconds - b.seconds);
}
