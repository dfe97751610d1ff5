import { numberText } from '../records/evaluation-table.js';
import { duration, secondsLeft } from '../shared/progress-line.js';
import type { RunView } from './run-view.js';
import { sparkline } from './sparkline.js';

const BAR_WIDTH = 30;
const LOG_LINES = 5;
/** Seconds without a tick after which training seems to have stopped; measuring takes minutes. */
const LONGEST_PAUSE = 600;

/**
 * A run as lines for a terminal of `width` columns: position, speed, losses with their curves,
 * newest metrics, the end of the log. `now` is in milliseconds since 1970.
 */
export function viewLines(view: RunView, { width, now }: { width: number; now: number }): string[] {
  const lines = [
    ...facts(view, now),
    ...section(losses(view, width)),
    ...section(metrics(view)),
    ...section(view.log.slice(-LOG_LINES)),
  ];
  // A control character of a file name in the log would move the cursor.
  return lines.map((line) => [...line.replace(/\p{Cc}/gu, '')].slice(0, width).join(''));
}

const section = (lines: readonly string[]) => (lines.length === 0 ? [] : ['', ...lines]);

function facts(view: RunView, now: number): string[] {
  const { options, dataset, totalSteps } = view.run;
  const { imageSize } = options.network;
  const heading = `${view.path}: Stage-${'I'.repeat(options.stage)}, ${imageSize}×${imageSize}, ${dataset.name}`;
  const last = view.ticks.at(-1);
  if (last === undefined || view.lastTickAt === undefined) {
    return [heading, `no tick yet; created ${duration((now - view.createdAt) / 1000)} ago`];
  }
  const age = (now - view.lastTickAt) / 1000;
  const done = Math.min(1, last.step / totalSteps);
  const filled = Math.floor(done * BAR_WIDTH);
  const bar = '█'.repeat(filled).padEnd(BAR_WIDTH, '░');
  const steps = `step ${last.step.toLocaleString('en')} of ${totalSteps.toLocaleString('en')}`;
  const isFinished = last.step >= totalSteps;
  return [
    heading,
    `${bar} ${Math.floor(done * 100)} %   ${steps}   epoch ${last.epoch}   ${last.kimg.toFixed(1)} kimg`,
    [
      `${last.imagesPerSecond.toFixed(1)} images/s`,
      `${duration(last.seconds)} so far`,
      ...(isFinished ? [] : [`${duration(secondsLeft(last, totalSteps))} left`]),
      `${last.memoryMB} MB`,
      `learning rate ${Number(last.learningRate.toPrecision(4))}`,
    ].join('   '),
    isFinished ? `finished ${duration(age)} ago` : pause(view, age),
  ];
}

/** When the last tick was written, and what to do if that is long ago. */
function pause({ path, ticks }: RunView, seconds: number): string {
  const [before, last] = ticks.slice(-2);
  const usual = last === undefined ? before!.seconds : last.seconds - before!.seconds;
  const text = `last tick ${duration(seconds)} ago`;
  return seconds <= Math.max(LONGEST_PAUSE, 10 * usual)
    ? text
    : `${text}: training seems to have stopped; resume with stackgan train --resume ${path}`;
}

function losses({ ticks }: RunView, width: number): string[] {
  const last = Object.entries(ticks.at(-1)?.losses ?? {});
  const names = Math.max(...last.map(([name]) => name.length));
  return last.map(([name, value]) => {
    const start = `${name.padEnd(names)}  ${value.toPrecision(4).padStart(9)}  `;
    const values = ticks.map((tick) => tick.losses[name] ?? NaN);
    return start + sparkline(values, Math.max(0, width - start.length));
  });
}

function metrics({ evaluations }: RunView): string[] {
  const newest = evaluations.at(-1);
  if (newest === undefined) return [];
  const numbers = newest.measurements.map((one) => `${one.name} ${numberText(one)}`);
  return [`step ${newest.step.toLocaleString('en')}: ${numbers.join('   ')}`];
}
