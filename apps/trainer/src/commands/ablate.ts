import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { openDataset, type PreparedDataset } from '@stackgan/data';
import type { FeatureExtractor } from '@stackgan/metrics';
import { ablationMarkdown, type AblationResult, ablationText } from '../ablation/ablation-table.js';
import { type Measured, readAblationRecord } from '../ablation/ablation-record.js';
import { drawFigure5 } from '../ablation/figure5.js';
import { findings, IS } from '../ablation/findings.js';
import { type AblationOptions, type StageOverrides } from '../ablation/row-options.js';
import { runOf } from '../ablation/row-record.js';
import { type AblationRow, rowOf, table2 } from '../ablation/rows.js';
import { type Ablation, measureResizedRow, measureRow, trainRow } from '../ablation/run-rows.js';
import { summarise } from '../ablation/summarise.js';
import { table1Of } from '../ablation/table1-of.js';
import { UsageError } from '../shared/errors.js';
import { openExtractor } from '../evaluation/open-extractor.js';
import { requireEnough } from '../evaluation/require-enough.js';
import { drawStudy } from '../human-study/draw-study.js';
import { rankingPage } from '../human-study/ranking-page.js';
import { writeStudy } from '../human-study/write-study.js';
import { findPreset } from '../presets/find-preset.js';
import { writeFileAtomically } from '../files/write-atomically.js';
import type { Context } from '../shared/context.js';
import { parseMetrics } from './evaluate.js';
import { useBackend } from './use-backend.js';

/** The flags of `stackgan ablate`. */
export interface AblateArguments {
  readonly data: string;
  readonly preset: string;
  /** Undefined for those of the preset. */
  readonly steps1: number | undefined;
  readonly steps2: number | undefined;
  readonly seeds: number;
  readonly samples: number;
  readonly metrics: string;
  readonly outdir: string;
  /** Trains the rows of Table 1 in place of Table 2. */
  readonly isTable1: boolean;
  readonly backend: string;
}

/** Overrides for tests. */
export interface AblateSettings {
  readonly overrides?: StageOverrides;
  readonly openExtractor?: () => Promise<FeatureExtractor>;
}

/** The defaults of `stackgan human-study`. */
const STUDY = { captions: 50, perCaption: 5, seed: 0 };

/**
 * `stackgan ablate`: trains and measures the rows of Table 2 of the paper, or of Table 1. Finished
 * rows are kept, interrupted ones resumed. A row that diverges has a reason in place of numbers.
 */
export async function ablate(
  given: AblateArguments,
  context: Context,
  settings: AblateSettings = {},
): Promise<void> {
  const { data, preset, steps1, steps2, seeds: seedCount, samples, outdir, isTable1 } = given;
  const options: AblationOptions = { data, preset, steps1, steps2 };
  const names = parseMetrics(given.metrics);
  for (const stage of [1, 2] as const) findPreset(preset, stage);
  const seeds = Array.from({ length: seedCount }, (_, seed) => seed);
  const dataset = await openDataset(data);
  try {
    const rows = isTable1 ? table1Of(dataset, context.console) : table2;
    requireSizes(
      dataset,
      rows.map(({ side }) => side),
    );
    const record = await readAblationRecord(outdir, options);
    await mkdir(outdir, { recursive: true });
    await useBackend(given.backend, context);
    const extractor = await (settings.openExtractor ?? (() => openExtractor({ features: 768 })))();
    try {
      requireEnough({ samples, dataset, extractor, names, hasCaptions: true });
      const ablation: Ablation = {
        ...{ outdir, options, record, context },
        overrides: settings.overrides ?? {},
        measuring: { names, samples, evaluator: { dataset, extractor, ...context } },
        command: commandOf(given),
      };

      // Train and measure every row with every seed.
      const measured: AblationResult['rows'][number][] = [];
      for (const row of rows) {
        const bySeed: Measured[] = [];
        for (const seed of seeds) {
          await trainRow(row, seed, ablation);
          bySeed.push(await measureRow(row, seed, ablation));
        }
        measured.push({ ...row, ...summarise(bySeed) });
      }

      // Checks, as the paper does, that more pixels alone do not raise the score, and draws its
      // Figure 5.
      const resized: Measured[] = [];
      if (!isTable1 && names.includes('is')) {
        for (const seed of seeds) {
          resized.push(await measureResizedRow(rowOf('stage1-64-ca'), seed, ablation));
        }
      }
      const score = summarise(resized).measurements.find(({ name }) => name === IS);
      if (!isTable1) {
        const figure = await drawFigure5(dataset, (id) => runOf(rowOf(id), 0, ablation));
        await writeFileAtomically(join(outdir, 'figure5.png'), figure);
      }

      // Show the table.
      const result: AblationResult = {
        title: isTable1 ? 'StackGAN against other methods (Table 1)' : 'Ablation (Table 2)',
        protocol: protocolOf(given, dataset, measured),
        rows: measured,
        findings: isTable1 ? [] : findings(measured, score),
      };
      const file = join(outdir, isTable1 ? 'table1' : 'ablation');
      await writeFileAtomically(`${file}.md`, ablationMarkdown(result));
      const whole = { ...result, ...(score && { resized: score }) };
      await writeFileAtomically(`${file}.json`, `${JSON.stringify(whole, null, 2)}\n`);
      context.console.line(`\n${ablationText(result)}`);
      context.console.line(
        `\nLook at ${file}.md${isTable1 ? '' : ` and ${join(outdir, 'figure5.png')}`}`,
      );
      if (isTable1) await writeTableStudy(dataset, rows, ablation);
    } finally {
      extractor.dispose();
    }
  } finally {
    context.console.end();
    await dataset.close();
  }
}

/** The page on which people rank the networks of Table 1, unless one of them diverged. */
async function writeTableStudy(
  dataset: PreparedDataset,
  rows: readonly AblationRow[],
  ablation: Ablation,
): Promise<void> {
  const runs = rows.map((row) => runOf(row, 0, ablation)).filter((run) => run !== undefined);
  const captions = Math.min(STUDY.captions, dataset.info.counts.test);
  if (runs.length < rows.length || captions === 0) return;
  const out = join(ablation.outdir, 'human-study');
  const study = await drawStudy(dataset, { ...STUDY, captions, runs }, ablation.context);
  await writeStudy(out, rankingPage(study), ablation.context);
}

function requireSizes({ info, directory }: PreparedDataset, sides: readonly number[]): void {
  // Both tables have Stage-I rows with 64×64 images.
  const needed = [...new Set([64, ...sides])].sort((a, b) => a - b);
  const missing = needed.filter((side) => !info.imageSizes.includes(side));
  if (missing.length === 0) return;
  throw new UsageError(
    `${directory} has no images of ${missing.join(' and ')} pixels; prepare another data set with ` +
      `stackgan prepare --sizes ${needed.join()} --out <folder>`,
  );
}

function protocolOf(
  { preset, steps1, steps2, seeds, samples }: AblateArguments,
  { info }: PreparedDataset,
  rows: AblationResult['rows'],
): string[] {
  const stepsText = (steps: number | undefined) => steps ?? "the preset's";
  const protocols = rows.flatMap(({ measurements }) =>
    measurements.map(({ name, protocol }) => `${name}: ${protocol}`),
  );
  return [
    `${info.name}, preset ${preset}; steps of Stage-I ${stepsText(steps1)}, of Stage-II ${stepsText(steps2)}; one stage at 256: their sum`,
    seeds > 1
      ? `means of ${seeds} seeds, ± deviation over them`
      : '1 seed; ± is over splits, folds or captions, and says nothing about other seeds',
    `${samples.toLocaleString('en')} images of held-out captions per row`,
    ...new Set(protocols),
    ...rows.flatMap(({ id, fault }) =>
      fault === undefined ? [] : [`${id} has no numbers: ${fault}`],
    ),
  ];
}

function commandOf(given: AblateArguments): string {
  const flags = {
    ...{ data: given.data, preset: given.preset, steps1: given.steps1, steps2: given.steps2 },
    ...{ seeds: given.seeds, samples: given.samples, metrics: given.metrics, outdir: given.outdir },
    backend: given.backend,
  };
  const typed = Object.entries(flags).filter(([, value]) => value !== undefined);
  const text = typed.map(([name, value]) => `--${name} ${value}`).join(' ');
  return `stackgan ablate ${text}${given.isTable1 ? ' --table1' : ''}`;
}
