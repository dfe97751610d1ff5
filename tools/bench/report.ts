import { cpus } from 'node:os';
import type { Contestant } from './contestant.js';
import { type Found, OURS } from './find-contestants.js';
import type { Race, Result } from './race.js';

/**
 * The races as Markdown: the contestants, those that are absent, a table of speeds, and the tasks
 * at which others are faster.
 */
export function report(races: readonly Race[], found: readonly Found[], threads: number): string {
  const contestants = found.filter((one): one is Contestant => 'version' in one);
  const peaks = new Map<string, number>();
  for (const { task, gflop, results } of races) {
    if (task.kind !== 'gemm') continue;
    for (const result of results) {
      const precision = precisionOf(contestants, result);
      peaks.set(precision, Math.max(peaks.get(precision) ?? 0, speed(gflop, result)));
    }
  }
  const versions = [...new Set(contestants.map(({ version }) => version))].join('; ');
  const absent = found.flatMap((one) => ('missing' in one ? [`${one.name} (${one.missing})`] : []));
  const rows = races.flatMap((race) => [
    ...race.results.map((result) =>
      row(race, result, peaks.get(precisionOf(contestants, result)) ?? 0),
    ),
    ...race.failed.map((name) => `|  | ${name} | failed | | | | |`),
  ]);
  return `${cpus()[0]!.model.trim()}, ${threads} threads, Node ${process.versions.node}, ${versions}.
${absent.length ? `Absent: ${absent.join('; ')}.\n` : ''}Speeds are medians of the runs, with the lowest and highest in brackets; \`ours ÷\` is our speed divided by theirs.
GFLOPS count the operations of our implementation for all contestants; the peak is the fastest Gemm of the same precision.

| task | contestant | images per second (Gemm: products) | ours ÷ | GFLOPS | share of the peak | peak memory |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

${whoIsFaster(races, contestants)}
`;
}

/** For each other contestant, the tasks at which it is faster than ours, with `ours ÷`. */
function whoIsFaster(races: readonly Race[], contestants: readonly Contestant[]): string {
  return contestants
    .filter(({ name }) => name !== OURS)
    .map(({ name }) => {
      const lost = races.flatMap(({ task, results }) => {
        const ratio = ratioOf(results, name);
        return ratio !== undefined && ratio < 1 ? [`${task.name} (${ratio.toFixed(2)})`] : [];
      });
      return `- “${name}” is faster than ours at: ${lost.join(', ') || 'none of these'}.`;
    })
    .join('\n');
}

/** One entry of `--json`: images per second by contestant, and our speed divided by theirs. */
interface Summary {
  readonly task: string;
  readonly rates: Readonly<Record<string, number>>;
  readonly ratios: Readonly<Record<string, number>>;
}

/** The races as plain data. */
export function summaries(races: readonly Race[]): Summary[] {
  return races.map(({ task, results }) => ({
    task: task.name,
    rates: Object.fromEntries(results.map(({ name, rate }) => [name, rate.median])),
    ratios: Object.fromEntries(
      results.flatMap(({ name }) => {
        const ratio = name === OURS ? undefined : ratioOf(results, name);
        return ratio === undefined ? [] : [[name, ratio]];
      }),
    ),
  }));
}

function row({ task, gflop, results }: Race, result: Result, peak: number): string {
  const { name, rate, peakMB } = result;
  const ratio = name === OURS ? undefined : ratioOf(results, name);
  const flops = speed(gflop, result);
  const share = peak > 0 ? `${((100 * flops) / peak).toFixed(0)} %` : '';
  const images = `${rate.median.toFixed(1)} (${rate.min.toFixed(1)}–${rate.max.toFixed(1)})`;
  const isFirst = result === results[0];
  const cells = [isFirst ? task.name : '', name, images, ratio?.toFixed(2) ?? ''];
  return `| ${[...cells, flops.toFixed(0), share, `${(peakMB / 1024).toFixed(2)} GB`].join(' | ')} |`;
}

/** Our speed divided by that of `name`; undefined if either failed. */
function ratioOf(results: readonly Result[], name: string): number | undefined {
  const rate = (who: string) => results.find((result) => result.name === who)?.rate.median;
  const [ours, theirs] = [rate(OURS), rate(name)];
  return ours === undefined || theirs === undefined ? undefined : ours / theirs;
}

const precisionOf = (contestants: readonly Contestant[], { name }: Result): string =>
  contestants.find((contestant) => contestant.name === name)?.precision ?? 'float32';

/** In 10^9 operations per second. */
const speed = (gflop: number, { milliseconds }: Result): number => (1000 * gflop) / milliseconds;
