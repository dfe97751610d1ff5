import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { avatarSource, DATASET_FILE, openDataset, pickExamples } from '@stackgan/data';
import { type LoadedCaptionEncoder, loadSentenceEncoder } from '@stackgan/text';
import { exists } from '../files/exists.js';
import { lockFolder } from '../files/lock-folder.js';
import { openExtractor } from '../evaluation/open-extractor.js';
import type { OptionOverrides } from '../options/apply-overrides.js';
import type { TrainOptions } from '../options/train-options.js';
import { findPreset } from '../presets/find-preset.js';
import { resolveOptions } from '../profiles/resolve-options.js';
import { findSnapshot } from '../run-directory/run-directory.js';
import { openStackGAN, type OpenedStackGAN } from '../sampling/open-stackgan.js';
import { createRun } from '../training/create-run.js';
import { followDataset } from '../training/follow-dataset.js';
import { isFinished, trainRun } from '../training/train-run.js';
import type { Context } from '../shared/context.js';
import { DEFAULT_MODEL } from '../shared/default-model.js';
import { drawCaptions } from './draw-captions.js';
import { drawInstalled } from './draw-installed.js';
import { measureStages, type StageMeasuring } from './measure-stages.js';
import { prepareSource } from './prepare.js';
import { readStartRecord, writeStartRecord } from './start-record.js';
import { sayStopped } from '../shared/stopped.js';
import { useBackend } from './use-backend.js';

/** The flags of `stackgan start`. */
export interface StartArguments {
  readonly data: string;
  readonly outdir: string;
  readonly backend: string;
}

const SENTENCES = [
  'a person with black hair, sunglasses and a red hoodie',
  'someone with long blonde hair, wearing a blue shirt',
  'a smiling bald person with dark skin and a beard',
];
/** Of each sentence. */
const SEEDS = [0, 1, 2, 3];
const HELD_OUT_CAPTIONS = 12;

/** What other programs and tests change of the main job. */
export interface StartSettings extends StageMeasuring {
  /** Options that differ from the quick-start presets. */
  readonly stage1?: OptionOverrides;
  readonly stage2?: OptionOverrides;
  readonly loadEncoder: () => Promise<LoadedCaptionEncoder>;
  /** The package to draw with first, if it is installed; undefined for none. */
  readonly model: string | undefined;
  /** The command that goes on after Ctrl-C. */
  readonly again: string;
}

const DEFAULTS: StartSettings = {
  loadEncoder: loadSentenceEncoder,
  // They take minutes; `stackgan evaluate` measures the others.
  metrics: ['attributes', 'fid'],
  samples: 800,
  loadExtractor: () => openExtractor({ features: 768 }),
  model: DEFAULT_MODEL,
  mostReal: 1000,
  again: 'npm start',
};

/**
 * `stackgan start`, the main job: images by an installed model, then data, Stage-I, Stage-II,
 * images, metrics. Finished parts are kept, an interrupted one is resumed.
 */
export async function start(
  args: StartArguments,
  context: Context,
  given: Partial<StartSettings> = {},
): Promise<void> {
  await mkdir(args.outdir, { recursive: true });
  const unlock = await lockFolder(args.outdir);
  try {
    await runParts(args, context, { ...DEFAULTS, ...given });
  } finally {
    await unlock();
  }
}

async function runParts(
  { data, outdir, backend }: StartArguments,
  context: Context,
  settings: StartSettings,
): Promise<void> {
  const { console } = context;
  const { loadEncoder, model, again } = settings;
  const chooseBackend = once(() => useBackend(backend, context));

  // Show at once what a trained model draws.
  if (model !== undefined) {
    const drawing = { name: model, captions: SENTENCES, seeds: SEEDS, chooseBackend, loadEncoder };
    await drawInstalled({ ...drawing, out: join(outdir, 'installed-model') }, context);
  }

  // Prepare the data set.
  if (!(await exists(join(data, DATASET_FILE)))) {
    console.line(`1/5  Preparing ${data}`);
    await chooseBackend();
    await prepareSource({ source: await avatarSource(), out: data }, context);
  }

  // Train Stage-I.
  let record = await readStartRecord(outdir);
  if (record.stage1 === undefined) {
    await chooseBackend();
    await requireOwnEncoder(data, loadEncoder);
    const options = await optionsOf(1, { data, ...settings.stage1 });
    record = { stage1: basename(await createRun(options, outdir)) };
    await writeStartRecord(outdir, record);
  }
  const stage1 = join(outdir, record.stage1 ?? '');
  await finish(stage1, '2/5  Training Stage-I, 64×64', { chooseBackend, again }, context);

  // Train Stage-II on its snapshot.
  if (record.stage2 === undefined) {
    const base = { data, stage1: await findSnapshot(stage1) };
    const options = await optionsOf(2, { ...base, ...settings.stage2 });
    await chooseBackend();
    record = { ...record, stage2: basename(await createRun(options, outdir)) };
    await writeStartRecord(outdir, record);
  }
  const stage2 = join(outdir, record.stage2 ?? '');
  await finish(stage2, '3/5  Training Stage-II, 256×256', { chooseBackend, again }, context);

  // Draw held-out captions, and three sentences.
  const heldOut = join(stage2, 'held-out');
  const sentences = join(stage2, 'sentences');
  if (!(await exists(join(sentences, 'grid.png')))) {
    console.line('4/5  Drawing images');
    await chooseBackend();
    const encoder = await loadEncoder();
    try {
      const opened = await openStackGAN(stage2, encoder);
      await drawImages({ opened, data, heldOut, sentences, context });
      opened.stackgan.dispose();
    } finally {
      encoder.dispose();
    }
  }

  // Measure them.
  if (!record.isMeasured) {
    console.line('5/5  Measuring images');
    await chooseBackend();
    const table = await measureStages([stage1, stage2], data, settings, context);
    record = { ...record, isMeasured: true, ...(table !== undefined && { table }) };
    await writeStartRecord(outdir, record);
  }
  if (record.table !== undefined) console.line(`\n${record.table}`);
  console.line(whereToLook({ stage1, stage2, heldOut, sentences }));
}

/** The options of the quick start on its data set. */
function optionsOf(stage: 1 | 2, overrides: OptionOverrides): Promise<TrainOptions> {
  const preset = findPreset('quick-start', stage);
  return followDataset(
    resolveOptions({ stage, preset: preset.name, overrides }),
    preset,
    overrides,
  );
}

// With a data set of another encoder, training would succeed and drawing captions fail at the end.
async function requireOwnEncoder(
  data: string,
  loadEncoder: () => Promise<LoadedCaptionEncoder>,
): Promise<void> {
  const encoder = await loadEncoder();
  encoder.dispose();
  const dataset = await openDataset(data, { encoder });
  await dataset.close();
}

async function finish(
  run: string,
  heading: string,
  { chooseBackend, again }: { chooseBackend: () => Promise<void>; again: string },
  context: Context,
): Promise<void> {
  if (await isFinished(run)) return;
  context.console.line(heading);
  await chooseBackend();
  const result = await trainRun(run, context);
  if (!result.isFinished) sayStopped(result.step, again, context);
}

async function drawImages({
  opened,
  data,
  heldOut,
  sentences,
  context,
}: {
  opened: OpenedStackGAN;
  data: string;
  heldOut: string;
  sentences: string;
  context: Context;
}): Promise<void> {
  const dataset = await openDataset(data);
  await dataset.close();
  const examples = pickExamples(dataset, { split: 'test', count: HELD_OUT_CAPTIONS });
  const captions = examples.map((example) => example.captions[0] ?? '');
  const common = { opened, meanOnly: false, context };
  const title = 'Held-out captions';
  await drawCaptions({ ...common, captions, seeds: [0, 1], out: heldOut, title });
  await drawCaptions({ ...common, captions: SENTENCES, seeds: SEEDS, out: sentences });
}

function whereToLook(folders: Record<'stage1' | 'stage2' | 'heldOut' | 'sentences', string>) {
  const { stage1, stage2, heldOut, sentences } = folders;
  return `
Done. Look at
  ${join(stage1, 'report.html')}   Stage-I: curves, images over time
  ${join(stage2, 'report.html')}   Stage-II: the same, and measurements
  ${join(heldOut, 'grid.png')}   held-out captions, Stage-I above Stage-II
  ${join(sentences, 'grid.png')}   three sentences

Draw your own
  npm run stackgan -- sample --run ${stage2} --text "a person in a green sweater"`;
}

function once(action: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => (done ??= action());
}
