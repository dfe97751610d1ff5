import type { Tick } from '../../apps/trainer/src/shared/tick-statistics.js';

/** The first ticks compile and fill caches. */
const WARM_UP = 10;

/** How memory, tensors and speed changed over a run, as Markdown. */
export function soakTable(
  ticks: readonly Tick[],
  { minutes, states, machine }: { minutes: number; states: number; machine: string },
): string {
  const warm = ticks.slice(WARM_UP);
  const tenth = Math.max(1, Math.floor(warm.length / 10));
  const [first, last] = [warm.slice(0, tenth), warm.slice(-tenth)];
  const row = (name: string, value: (tick: Tick) => number) => {
    const [before, after] = [median(first.map(value)), median(last.map(value))];
    const change = ((after / before - 1) * 100).toFixed(1);
    return `| ${name} | ${before.toFixed(0)} | ${after.toFixed(0)} | ${change} % |`;
  };
  return [
    `${minutes} minutes of Stage-I of quick-start, ${ticks.at(-1)!.step.toLocaleString('en')} steps; all ${states} states`,
    `can be loaded. ${machine}. Medians of the first and the last tenth, without ${WARM_UP} ticks of warming up:`,
    ...['', '| | at first | at last | change |', '| --- | --- | --- | --- |'],
    row('memory, MB', ({ memoryMB }) => memoryMB),
    row('tensors', ({ tensors }) => tensors),
    row('images per second', ({ imagesPerSecond }) => imagesPerSecond),
  ].join('\n');
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1]!;
}
