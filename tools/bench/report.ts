import { cpus } from 'node:os';
import type { Contestant } from './contestant.js';
import { type Found, OURS } from './find-contestants.js';
import type { Race, Result } from './race.js';

/** The races as Markdown: who took part and who did not, a table of speed, and who was faster than we are. */
export function report(races: readonly Race[], found: readonly Found[], threads: number): string {
  const contestants = found.filter((one): one is Contestant => 'version' in one);
  const peaks = new Map<string, number>();
  for (const { work, gflop, results } of races) {
    if (work.kind !== 'gemm') continue;
    for (const result of results) {
      const precision = precisionOf(contestants, result);
      peaks.set(precision, Math.max(peaks.get(precision) ?? 0, speed(gflop, result)));
    }
  }
  const versions = [...new Set(contestants.map(({ version }) => version))].join('; ');
  const absent = found.flatMap((one) => ('missing' in one ? [`${one.name}: ${one.missing}`] : []));
  const rows = races.flatMap((race) => [
    ...race.results.map((result) =>
      row(race, result, peaks.get(precisionOf(contestants, result)) ?? 0),
    ),
    ...race.failed.map((name) => `|  | ${name} | broke down | | | | |`),
  ]);
  return `${cpus()[0]!.model.trim()}, ${threads} threads, Node ${process.versions.node}, ${versions}.
${absent.length ? `Not here: ${absent.join('; ')}.\n` : ''}Medians of the runs, lowest and highest in brackets; \`ours ÷\` is our speed over theirs.
GFLOPS count the operations of our form of the networks, for everybody; the peak is the fastest Gemm of the same precision.

| work | by | images (Gemm: products) a second | ours ÷ | GFLOPS | of the peak | peak memory |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

${whoIsFaster(races, contestants)}
`;
}

/** Of each of the others, the works that it does faster than we do, with `ours ÷`. */
function whoIsFaster(races: readonly Race[], contestants: readonly Contestant[]): string {
  return contestants
    .filter(({ name }) => name !== OURS)
    .map(({ name }) => {
      const lost = races.flatMap(({ work, results }) => {
        const ratio = ratioOf(results, name);
        return ratio !== undefined && ratio < 1 ? [`${work.name} (${ratio.toFixed(2)})`] : [];
      });
      return `- ${name} is faster than we are at: ${lost.join(', ') || 'none of these'}.`;
    })
    .join('\n');
}

/** One line of `--json`: images a second of each who came to the end, and ours over theirs. */
interface Summary {
  readonly work: string;
  readonly rates: Readonly<Record<string, number>>;
  readonly ratios: Readonly<Record<string, number>>;
}

/** The races as plain data. */
export function summaries(races: readonly Race[]): Summary[] {
  return races.map(({ work, results }) => ({
    work: work.name,
    rates: Object.fromEntries(results.map(({ name, rate }) => [name, rate.median])),
    ratios: Object.fromEntries(
      results.flatMap(({ name }) => {
        const ratio = name === OURS ? undefined : ratioOf(results, name);
        return ratio === undefined ? [] : [[name, ratio]];
      }),
    ),
  }));
}

function row({ work, gflop, results }: Race, result: Result, peak: number): string {
  const { name, rate, peakMB } = result;
  const ratio = name === OURS ? undefined : ratioOf(results, name);
  const flops = speed(gflop, result);
  const share = peak > 0 ? `${((100 * flops) / peak).toFixed(0)} %` : '';
  const images = `${rate.median.toFixed(1)} (${rate.min.toFixed(1)}–${rate.max.toFixed(1)})`;
  const isFirst = result === results[0];
  const cells = [isFirst ? work.name : '', name, images, ratio?.toFixed(2) ?? ''];
  return `| ${[...cells, flops.toFixed(0), share, `${(peakMB / 1024).toFixed(2)} GB`].join(' | ')} |`;
}

/** Our speed over that of `name`; undefined if either broke down. */
function ratioOf(results: readonly Result[], name: string): number | undefined {
  const rate = (who: string) => results.find((result) => result.name === who)?.rate.median;
  const [ours, theirs] = [rate(OURS), rate(name)];
  return ours === undefined || theirs === undefined ? undefined : ours / theirs;
}

const precisionOf = (contestants: readonly Contestant[], { name }: Result): string =>
  contestants.find((contestant) => contestant.name === name)?.precision ?? 'float32';

/** 10^9 operations a second. */
const speed = (gflop: number, { milliseconds }: Result): number => (1000 * gflop) / milliseconds;
