import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import { openDataset, type PreparedDataset } from '@stackgan/data';
import type { FeatureExtractor } from '@stackgan/metrics';
import { ablationMarkdown, type AblationResult, ablationText } from '../ablation/ablation-table.js';
import { type Measured, readAblationRecord } from '../ablation/ablation-record.js';
import { requireNoAdditions } from '../ablation/additions.js';
import { drawFigure5, figure5Rows } from '../ablation/figure5.js';
import { findings } from '../ablation/findings.js';
import { type MeasuredRow, trainAndMeasure } from '../ablation/measured-row.js';
import { differencesText, protocolLines } from '../ablation/protocol.js';
import { type AblationOptions, type StageOverrides } from '../ablation/row-options.js';
import { runOf } from '../ablation/row-record.js';
import { type AblationRow, rowOf } from '../ablation/rows.js';
import { type Ablation, measureResizedRow } from '../ablation/run-rows.js';
import { summarise } from '../ablation/summarise.js';
import { chosenRows, type TableName, TABLES } from '../ablation/tables.js';
import { trainableRows } from '../ablation/trainable-rows.js';
import { UsageError } from '../shared/errors.js';
import { metricsFor } from '../evaluation/attributes/require-attributes.js';
import { openExtractor } from '../evaluation/open-extractor.js';
import { requireEnough } from '../evaluation/require-enough.js';
import { drawStudy } from '../human-study/draw-study.js';
import { rankingPage } from '../human-study/ranking-page.js';
import { writeStudy } from '../human-study/write-study.js';
import { findPreset } from '../presets/find-preset.js';
import { lockFolder } from '../files/lock-folder.js';
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
  /** Undefined for Inception Score, FID, R-precision, diversity, and attributes if there are any. */
  readonly metrics: string | undefined;
  readonly outdir: string;
  readonly table: TableName;
  /** Ids of the rows to train and measure; undefined for all of the table. */
  readonly rows: string | undefined;
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
 * `stackgan ablate`: trains and measures the rows of Table 2 of the paper, of Table 1, or of the
 * additions. Finished rows are kept, interrupted ones resumed. A row that diverges has a reason in
 * place of numbers.
 */
export async function ablate(
  given: AblateArguments,
  context: Context,
  settings: AblateSettings = {},
): Promise<void> {
  const { data, preset, steps1, steps2, seeds: seedCount, samples, outdir } = given;
  const options: AblationOptions = { data, preset, steps1, steps2 };
  const table = TABLES[given.table];
  const chosen = chosenRows(table, given.rows);
  const typed = given.metrics === undefined ? undefined : parseMetrics(given.metrics);
  for (const stage of [1, 2] as const) findPreset(preset, stage);
  if (given.table === 'additions') requireNoAdditions(preset);
  const seeds = Array.from({ length: seedCount }, (_, seed) => seed);
  const dataset = await openDataset(data);
  let unlock: (() => Promise<void>) | undefined;
  try {
    const rows = trainableRows(chosen, dataset, context.console);
    requireSizes(
      dataset,
      rows.map(({ side }) => side),
    );
    const names = typed ?? metricsFor(dataset).filter((name) => name !== 'kid' && name !== 'pr');
    await mkdir(outdir, { recursive: true });
    unlock = await lockFolder(outdir);
    const record = await readAblationRecord(outdir, options);
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
      const measured: MeasuredRow[] = [];
      for (const row of rows) measured.push(await trainAndMeasure(row, seeds, ablation));

      // Table 2: check, as the paper does, that more pixels alone do not raise the score, and draw
      // its Figure 5.
      const has = (id: string) => given.table === 'table2' && rows.some((row) => row.id === id);
      const resized: Measured[] = [];
      if (has(RESIZED_ROW.id) && names.includes('is')) {
        for (const seed of seeds)
          resized.push(await measureResizedRow(RESIZED_ROW, seed, ablation));
      }
      const hasFigure = figure5Rows.every(has);
      if (hasFigure) {
        const figure = await drawFigure5(dataset, (id) => runOf(rowOf(id), 0, ablation));
        await writeFileAtomically(join(outdir, 'figure5.png'), figure);
      }

      // Show the tables.
      const isWhole = rows.length === table.rows.length;
      const result: AblationResult = {
        title: table.title,
        protocol: protocolLines({ ...given, isWhole }, dataset, measured),
        rows: measured,
        findingsTitle: `${table.findings}: differences, ${differencesText(seedCount)}`,
        findings: findings(measured, resized),
      };
      const file = join(outdir, table.file);
      await writeFileAtomically(`${file}.md`, ablationMarkdown(result));
      const [score] = summarise(resized).measurements;
      const whole = { ...result, ...(score && { resized: score }) };
      await writeFileAtomically(`${file}.json`, `${JSON.stringify(whole, null, 2)}\n`);
      context.console.line(`\n${ablationText(result)}`);
      context.console.line(
        `\nLook at ${file}.md${hasFigure ? ` and ${join(outdir, 'figure5.png')}` : ''}`,
      );
      if (given.table === 'table1' && given.rows === undefined)
        await writeTableStudy(dataset, rows, ablation);
    } finally {
      extractor.dispose();
    }
  } finally {
    await unlock?.();
    context.console.end();
    await dataset.close();
  }
}

/** The row whose images are resized. */
const RESIZED_ROW = rowOf('stage1-64-ca');

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

function commandOf(given: AblateArguments): string {
  const flags = {
    ...{ data: given.data, preset: given.preset, steps1: given.steps1, steps2: given.steps2 },
    ...{ seeds: given.seeds, samples: given.samples, metrics: given.metrics, outdir: given.outdir },
    ...{ backend: given.backend, rows: given.rows },
  };
  const typed = Object.entries(flags).filter(([, value]) => value !== undefined);
  const text = typed.map(([name, value]) => `--${name} ${value}`).join(' ');
  return `stackgan ablate ${text}${given.table === 'table2' ? '' : ` --${given.table}`}`;
}
