import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findDamagedWeight, loadNetwork } from '@stackgan/stage2';
import type { io } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { z } from 'zod';
import { RunDirectoryError } from '../shared/errors.js';
import { describeValueIssue } from '../options/check-options.js';
import type { FileContent } from '../files/write-atomically.js';

/** The parts of a `model.json` that are checked here; TensorFlow.js checks the layers. */
const descriptionSchema = z.object({
  modelTopology: z.looseObject({}),
  weightsManifest: z.array(
    z.object({
      weights: z.array(
        z.custom<io.WeightsManifestEntry>(
          (entry) => weightSchema.safeParse(entry).success,
          'a weight has a name, a shape and a dtype',
        ),
      ),
    }),
  ),
});
const weightSchema = z.object({
  name: z.string(),
  shape: z.array(z.int().min(0)),
  // Not string, whose bytes do not follow from the shape.
  dtype: z.enum(['float32', 'int32', 'bool', 'complex64']),
});

/** Writes one file of a folder that is being filled. */
export type WriteFile = (name: string, data: FileContent) => Promise<void>;

/** The weights of a model, as they are saved. */
export interface StoredWeights {
  readonly specs: readonly io.WeightsManifestEntry[];
  /** In the order of `specs`, whatever the division into buffers. */
  readonly data: readonly ArrayBuffer[];
}

/**
 * Saves `model` as `<folder>/model.json` and `<folder>/weights.bin`, the layout of TensorFlow.js.
 * `encode` may store its weights in fewer bits.
 */
export async function saveModel(
  model: LayersModel,
  folder: string,
  write: WriteFile,
  encode: (weights: StoredWeights) => StoredWeights = (weights) => weights,
): Promise<void> {
  const save = async (artifacts: io.ModelArtifacts): Promise<io.SaveResult> => {
    const { weightSpecs = [], weightData = [] } = artifacts;
    const { specs, data } = encode({ specs: weightSpecs, data: [weightData].flat() });
    const description = {
      format: 'layers-model',
      generatedBy: artifacts.generatedBy,
      convertedBy: null,
      modelTopology: artifacts.modelTopology,
      weightsManifest: [{ paths: ['weights.bin'], weights: specs }],
    };
    await write(`${folder}/model.json`, JSON.stringify(description));
    await write(
      `${folder}/weights.bin`,
      data.map((buffer) => new Uint8Array(buffer)),
    );
    return { modelArtifactsInfo: { dateSaved: new Date(), modelTopologyType: 'JSON' } };
  };
  await model.save({ save });
}

/**
 * Loads a model that `saveModel` wrote; the custom layers must be registered. Throws
 * RunDirectoryError for damaged files or weights.
 */
export async function loadModel(folder: string): Promise<LayersModel> {
  const load = async (): Promise<io.ModelArtifacts> => {
    const value: unknown = JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
    const { data: description, error } = descriptionSchema.safeParse(value);
    if (error) throw new Error(`model.json: ${describeValueIssue(error.issues[0]!, value)}`);
    const bytes = await readFile(join(folder, 'weights.bin'));
    return {
      modelTopology: description.modelTopology,
      weightSpecs: description.weightsManifest.flatMap(({ weights }) => weights),
      weightData: new Uint8Array(bytes).buffer,
    };
  };
  const model = await load()
    .then(loadNetwork)
    .catch((error: Error) => {
      const [reason] = error.message.split('\n');
      throw new RunDirectoryError(
        `the network in ${folder} cannot be read (${reason}); it is half-written or damaged: use another snapshot`,
        folder,
      );
    });
  const damage = await findDamagedWeight(model);
  if (damage === undefined) return model;
  model.dispose();
  throw new RunDirectoryError(
    `the weights in ${folder} are damaged: ${damage}; use another snapshot`,
    folder,
  );
}
