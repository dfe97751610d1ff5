import { type Contestant, type Running, start } from './contestant.js';
import { unitsOf, type Task } from './tasks.js';

/** Result of one contestant in one task. */
export interface Result {
  readonly name: string;
  /** Images per second: median, lowest, highest. */
  readonly rate: { readonly median: number; readonly min: number; readonly max: number };
  /** Median time of a run in milliseconds. */
  readonly milliseconds: number;
  readonly peakMB: number;
}

export interface Race {
  readonly task: Task;
  /** Operations of a run in 10^9, of the networks as this project computes them. */
  readonly gflop: number;
  /** Ours first. */
  readonly results: readonly Result[];
  /** Names of the contestants whose process ended before the end of this task. */
  readonly failed: readonly string[];
}

/** Length of a turn, at least one run. Long, because a process runs slowly just after waiting. */
const TURN_MS = 1000;

/** Runs a task on all contestants in turns. */
export async function raceTask(
  task: Task,
  contestants: readonly Contestant[],
  { rounds, threads }: { rounds: number; threads: number },
): Promise<Race> {
  let runners: {
    name: string;
    running: Running;
    repeats: number;
    times: number[];
    peakMB: number;
  }[] = [];
  const failed: string[] = [];
  let gflop = 0;
  const drop = async ({ name, running }: { name: string; running: Running }): Promise<void> => {
    failed.push(name);
    runners = runners.filter((runner) => runner.name !== name);
    await running.stop();
  };
  for (const contestant of contestants) {
    const runner = { name: contestant.name, running: start(contestant, task, threads) };
    const warm = await runner.running.run(1);
    gflop ||= warm?.gflop ?? 0;
    if (!warm) {
      await drop(runner);
      continue;
    }
    const repeats = Math.ceil(TURN_MS / warm.milliseconds[0]!);
    runners.push({ ...runner, repeats, times: [], peakMB: 0 });
  }
  for (let round = 0; round < rounds; round++) {
    for (const runner of [...runners]) {
      const answer = await runner.running.run(runner.repeats);
      if (!answer) {
        await drop(runner);
        continue;
      }
      runner.times.push(...answer.milliseconds);
      runner.peakMB = answer.peakMB;
    }
  }
  for (const { running } of runners) await running.stop();
  const results = runners.map(({ name, times, peakMB }) => {
    const rates = times.map((time) => (1000 * unitsOf(task)) / time).sort((a, b) => a - b);
    const [min, median, max] = [0, Math.floor(rates.length / 2), rates.length - 1];
    return {
      ...{ name, peakMB },
      rate: { min: rates[min]!, median: rates[median]!, max: rates[max]! },
      milliseconds: (1000 * unitsOf(task)) / rates[median]!,
    };
  });
  return { task, gflop, results, failed };
}
