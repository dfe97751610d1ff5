import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tick } from '../training/tick-statistics.js';
import { writeFileAtomically } from './write-atomically.js';

/** Appends one line to log.txt of a run. */
export const appendLog = (run: string, line: string): Promise<void> =>
  appendFile(join(run, 'log.txt'), `${line}\n`);

/** Appends one tick to stats.jsonl of a run. */
export const appendTick = (run: string, tick: Tick): Promise<void> =>
  appendFile(join(run, 'stats.jsonl'), `${JSON.stringify(tick)}\n`);

/** The ticks of a run; a last line that was cut off by a crash is left out. */
export async function readTicks(run: string): Promise<Tick[]> {
  const text = await readFile(join(run, 'stats.jsonl'), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Tick];
    } catch {
      return [];
    }
  });
}

/** Drops the ticks after `step`, which a resumed run is about to do again. */
export async function rewindTicks(run: string, step: number): Promise<void> {
  const kept = (await readTicks(run)).filter((tick) => tick.step <= step);
  const text = kept.map((tick) => `${JSON.stringify(tick)}\n`).join('');
  await writeFileAtomically(join(run, 'stats.jsonl'), text);
}
