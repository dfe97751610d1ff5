import { median } from '../../apps/trainer/src/shared/median.js';
import type { Tick } from '../../apps/trainer/src/shared/tick-statistics.js';

/** The first ticks compile and fill caches. */
const WARM_UP = 10;

/** What else is known of the run. */
export interface Soak {
  /** The number of states; all were loaded. */
  readonly states: number;
  /** Seconds that saving a state takes, and the steps between two. */
  readonly saving: { readonly seconds: number; readonly every: number };
  readonly machine: string;
}

/** How memory, tensors and speed changed over a run, as Markdown. */
export function soakTable(ticks: readonly Tick[], { states, saving, machine }: Soak): string {
  const warm = ticks.slice(WARM_UP);
  const tenth = Math.max(1, Math.floor(warm.length / 10));
  const [first, last] = [warm.slice(0, tenth), warm.slice(-tenth)];
  const row = (name: string, value: (tick: Tick) => number) => {
    const [before, after] = [median(first.map(value)), median(last.map(value))];
    const change = ((after / before - 1) * 100).toFixed(1);
    return `| ${name} | ${before.toFixed(0)} | ${after.toFixed(0)} | ${change} % |`;
  };
  const [begin, end] = [warm[0]!, warm.at(-1)!];
  const perStep = (end.seconds - begin.seconds) / (end.step - begin.step);
  const share = ((saving.seconds / (saving.every * perStep)) * 100).toFixed(1);
  return [
    `${Math.round(end.seconds / 60)} minutes of Stage-I of quick-start, ${end.step.toLocaleString('en')} steps; all ${states} states`,
    `can be loaded. Saving one takes ${saving.seconds.toFixed(2)} s, ${share} % of the time between two.`,
    `${machine}. Medians of the first and the last tenth, without ${WARM_UP} ticks of warming up:`,
    ...['', '| | at first | at last | change |', '| --- | --- | --- | --- |'],
    row('memory, MB', ({ memoryMB }) => memoryMB),
    row('tensors', ({ tensors }) => tensors),
    row('images per second', ({ imagesPerSecond }) => imagesPerSecond),
  ].join('\n');
}
