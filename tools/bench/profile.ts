import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { start, type Contestant } from './contestant.js';
import type { Task } from './tasks.js';

const RUNS = 5;
const ROWS = 30;

/** An event of ONNX Runtime's profile; `dur` is in microseconds. */
interface ProfileEvent {
  readonly cat: string;
  readonly name: string;
  readonly dur: number;
  readonly args?: {
    readonly op_name?: string;
    readonly output_type_shape?: readonly Record<string, number[]>[];
  };
}

/** Prints the time per run by operation, and by operation and shape of the result. */
export async function printProfile(task: Task, threads: number, ours: Contestant): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'stackgan-profile-'));
  try {
    process.env['BENCH_PROFILE'] = join(folder, 'profile');
    const running = start(ours, task, threads);
    await running.run(RUNS);
    await running.stop();
    console.log(`\n${task.name}, milliseconds per run\n${tables(await readEvents(folder))}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The events of the graph that ran most often: the steady step. */
async function readEvents(folder: string): Promise<ProfileEvent[]> {
  const profiles = await Promise.all(
    (await readdir(folder)).map(
      async (name) => JSON.parse(await readFile(join(folder, name), 'utf8')) as ProfileEvent[],
    ),
  );
  const runs = (events: ProfileEvent[]) => events.filter(({ name }) => name === 'model_run').length;
  return profiles.sort((a, b) => runs(b) - runs(a))[0] ?? [];
}

function tables(events: ProfileEvent[]): string {
  const runs = events.filter(({ name }) => name === 'model_run').length;
  const byOperation = new Map<string, number>();
  const byShape = new Map<string, number>();
  for (const { cat, name, dur, args } of events) {
    if (cat !== 'Node' || !name.endsWith('_kernel_time') || args?.op_name === undefined) continue;
    const shape = Object.values(args.output_type_shape?.[0] ?? {})[0] ?? [];
    const milliseconds = dur / 1000 / runs;
    for (const [map, key] of [
      [byOperation, args.op_name],
      [byShape, `${args.op_name} [${shape}]`],
    ] as const) {
      map.set(key, (map.get(key) ?? 0) + milliseconds);
    }
  }
  return [byOperation, byShape].map(table).join('\n\n');
}

function table(times: ReadonlyMap<string, number>): string {
  const total = [...times.values()].reduce((sum, time) => sum + time, 0);
  const rows = [...times]
    .sort(([, a], [, b]) => b - a)
    .slice(0, ROWS)
    .map(([key, time]) => `${time.toFixed(2).padStart(9)}  ${key}`);
  return [...rows, `${total.toFixed(2).padStart(9)}  total`].join('\n');
}
