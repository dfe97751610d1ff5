import { cpus } from 'node:os';
import type { Contestant } from './contestant.js';
import type { Race, Result } from './race.js';

/** The races as Markdown: one table of speed, with ratios to ours and the share of the peak. */
export function report(
  races: readonly Race[],
  contestants: readonly Contestant[],
  threads: number,
): string {
  const peak = Math.max(
    0,
    ...races.flatMap(({ work, gflop, results }) =>
      work.kind === 'gemm' ? results.map((result) => speed(gflop, result)) : [],
    ),
  );
  const who = contestants.map(({ name, version }) => `${name}: ${version}`).join('; ');
  const rows = races.flatMap((race) => [
    ...race.results.map((result) => row(race, result, peak)),
    ...race.failed.map((name) => `|  | ${name} | broke down | | | | |`),
  ]);
  return `${cpus()[0]!.model.trim()}, ${threads} threads, Node ${process.versions.node}. ${who}.
Medians of the runs, lowest and highest in brackets; \`ours ÷\` is our speed over theirs.
GFLOPS count the operations of our form of the networks, for everybody.

| work | by | images (Gemm: products) a second | ours ÷ | GFLOPS | of the peak | peak memory |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

/** One line of `--json`: images a second, and ours over PyTorch's where PyTorch is there. */
interface Summary {
  readonly work: string;
  readonly ours: number;
  readonly torch: number | null;
  readonly ratio: number | null;
}

/** The races as plain data. */
export function summaries(races: readonly Race[]): Summary[] {
  return races.map(({ work, results }) => {
    const rate = (name: string) => results.find((result) => result.name === name)?.rate.median;
    const [ours = 0, torch = null] = [rate('ours'), rate('PyTorch')];
    return { work: work.name, ours, torch, ratio: torch && ours / torch };
  });
}

function row({ work, gflop, results }: Race, result: Result, peak: number): string {
  const { name, rate, peakMB } = result;
  const ours = results[0]!;
  const ratio = result === ours ? '' : (ours.rate.median / rate.median).toFixed(2);
  const flops = speed(gflop, result);
  const share = peak > 0 ? `${((100 * flops) / peak).toFixed(0)} %` : '';
  const images = `${rate.median.toFixed(1)} (${rate.min.toFixed(1)}–${rate.max.toFixed(1)})`;
  const cells = [result === ours ? work.name : '', name, images, ratio, flops.toFixed(0), share];
  return `| ${[...cells, `${(peakMB / 1024).toFixed(2)} GB`].join(' | ')} |`;
}

/** 10^9 operations a second. */
const speed = (gflop: number, { milliseconds }: Result): number => (1000 * gflop) / milliseconds;
