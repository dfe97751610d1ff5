import { type Contestant, type Running, start } from './contestant.js';
import { unitsOf, type Work } from './works.js';

/** What one contestant did in one work. */
export interface Result {
  readonly name: string;
  /** Pictures a second: median, lowest, highest. */
  readonly rate: { readonly median: number; readonly min: number; readonly max: number };
  /** Median milliseconds of a run. */
  readonly milliseconds: number;
  readonly peakMB: number;
}

export interface Race {
  readonly work: Work;
  /** 10^9 operations of a run, of the networks as this project computes them. */
  readonly gflop: number;
  readonly results: readonly Result[];
}

/** Lets the contestants do a work in turns. */
export async function raceWork(
  work: Work,
  contestants: readonly Contestant[],
  { rounds, threads }: { rounds: number; threads: number },
): Promise<Race> {
  const runners: { name: string; running: Running; times: number[]; peakMB: number }[] = [];
  let gflop = 0;
  for (const contestant of contestants) {
    const running = start(contestant, work, threads);
    const warm = await running.run(1);
    gflop ||= warm.gflop ?? 0;
    runners.push({ name: contestant.name, running, times: [], peakMB: 0 });
  }
  for (let round = 0; round < rounds; round++) {
    for (const runner of runners) {
      const { milliseconds, peakMB } = await runner.running.run(1);
      runner.times.push(...milliseconds);
      runner.peakMB = peakMB;
    }
  }
  for (const { running } of runners) await running.stop();
  const results = runners.map(({ name, times, peakMB }) => {
    const rates = times.map((time) => (1000 * unitsOf(work)) / time).sort((a, b) => a - b);
    const [min, median, max] = [0, Math.floor(rates.length / 2), rates.length - 1];
    return {
      ...{ name, peakMB },
      rate: { min: rates[min]!, median: rates[median]!, max: rates[max]! },
      milliseconds: (1000 * unitsOf(work)) / rates[median]!,
    };
  });
  return { work, gflop, results };
}
