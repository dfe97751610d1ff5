import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { openDataset, pickExamples, type PreparedDataset } from '@stackgan/data';
import { MODEL_INDEX_FILE, registerStackGANLayers } from '@stackgan/stage2';
import type { WeightPrecision } from '../exchange/export-formats.js';
import { quantiseWeights } from '../exchange/quantise-weights.js';
import { type FileContent, writeFileAtomically } from '../files/write-atomically.js';
import { countParameters } from '../networks/network-weights.js';
import { CARD_FILE } from '../run-directory/card-metrics.js';
import { folderSize } from '../run-directory/installed-models.js';
import { readEvaluationsAt } from '../run-directory/metrics-log.js';
import { modelCard, SAMPLES_FILE } from '../run-directory/model-card.js';
import { saveModel } from '../run-directory/model-files.js';
import { runIndexText } from '../run-directory/model-index.js';
import { NEAREST_IMAGE, readNearest } from '../run-directory/nearest-record.js';
import { noiseOfRun } from '../run-directory/noise-of-run.js';
import { findSnapshot } from '../run-directory/run-directory.js';
import { runOf } from '../run-directory/run-of.js';
import { runOptionsText } from '../run-directory/run-options.js';
import { loadSnapshot } from '../run-directory/snapshot.js';
import { UsageError } from '../shared/errors.js';
import type { Context } from '../shared/context.js';
import { carriedEncoder } from './carried-encoder.js';
import { packagedStages, withoutFolders } from './packaged-stages.js';
import { manifestOf, manifestText, PACKAGE_FILES, requirePacked } from './package-manifest.js';
import { recipeText } from './recipe-text.js';
import { runData } from './run-data.js';
import { writeTrainingLogs } from './training-logs.js';
import { useBackend } from './use-backend.js';

/** The flags of `stackgan package`. */
export interface PackageArguments {
  readonly run: string;
  /** Undefined for the data set of the run. */
  readonly data: string | undefined;
  /** Name and description of a new package; undefined for those in the package.json of `out`. */
  readonly name: string | undefined;
  readonly description: string | undefined;
  /** Captions that it can draw; if empty, the first held-out ones. */
  readonly examples: readonly string[];
  readonly weights: WeightPrecision;
  /** Folder of the caption encoder that the package brings. */
  readonly encoder?: string | undefined;
  readonly out: string;
  readonly backend: string;
}

const EXAMPLES = 6;

/**
 * `stackgan package`: writes the generators of a snapshot as an npm package, with a card, and with
 * the options, measurements and losses of its training. A package.json that is there stays; other
 * files of an older model are replaced. `facts` are added to recipe.json.
 */
export async function packageRun(
  given: PackageArguments,
  context: Context,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const { out, weights } = given;
  const path = await findSnapshot(given.run);
  const { run, step } = await runOf(path);
  if (run === undefined) {
    throw new UsageError(`${path} is not a snapshot, and says nothing of its training; give a run`);
  }
  const manifest = await manifestOf(given);
  const dataset = await openDataset(given.data ?? (await runData(path)));
  try {
    await useBackend(given.backend, context);
    registerStackGANLayers();
    const { settings, generators } = await loadSnapshot(path);
    const encoder = await carriedEncoder(path, given.encoder);
    if (encoder.folder !== undefined) requirePacked(manifest, encoder.folder, out);
    const stages = await packagedStages(run, step, settings);
    const examples = given.examples.length > 0 ? given.examples : heldOut(dataset);
    const recipe = await recipeText({ dataset, stages, weights, facts });

    for (const file of PACKAGE_FILES) await rm(join(out, file), { recursive: true, force: true });
    const write = async (name: string, data: FileContent) => {
      const file = join(out, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFileAtomically(file, data);
    };
    const samples = await readFile(join(path, SAMPLES_FILE)).catch(() => undefined);
    if (samples !== undefined) await write(SAMPLES_FILE, samples);
    const nearest = await readNearest(run);
    if (nearest !== undefined) await write(NEAREST_IMAGE, nearest.image);
    for (const [name, model] of Object.entries(generators)) {
      await saveModel(model, name, write, (whole) => quantiseWeights(weights, whole));
    }
    await encoder.write(write);
    await write('options.json', runOptionsText(withoutFolders(settings)));
    await write('recipe.json', recipe);
    await writeTrainingLogs(stages, write, context);
    const card = modelCard({
      ...{ settings, step, evaluations: await readEvaluationsAt(run, step) },
      parameters: countParameters(generators.stage2 ?? generators.stage1),
      caption: samples && examples[0],
      package: { ...manifest, examples, weights, encoder: encoder.folder },
      nearest: nearest?.record,
    });
    await write(CARD_FILE, card);
    if (manifest.isNew) await write('package.json', manifestText(manifest));
    // Without it, the folder is no model: so it comes last.
    const folders = Object.fromEntries(Object.keys(generators).map((name) => [name, name]));
    const named = { ...settings.encoder, folder: encoder.folder };
    const index = runIndexText(folders, named, noiseOfRun(settings), examples);
    await write(MODEL_INDEX_FILE, index);
    generators.stage1.dispose();
    generators.stage2?.dispose();
    if (encoder.notice !== undefined) context.console.line(encoder.notice);
  } finally {
    await dataset.close();
  }
  const megabytes = ((await folderSize(out)) / 1e6).toFixed(1);
  context.console.line(`${manifest.name}: ${megabytes} MB in ${out}; npm publish ${out}`);
}

function heldOut(dataset: PreparedDataset): string[] {
  const split = dataset.info.counts.test > 0 ? 'test' : 'train';
  const examples = pickExamples(dataset, { split, count: EXAMPLES });
  return examples.flatMap(({ captions }) => captions[0] ?? []);
}
