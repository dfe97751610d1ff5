import { dirname, join } from 'node:path';
import { loadGenerators, MODEL_INDEX_FILE } from '@stackgan/stage2';
import type { EncoderIdentity } from '@stackgan/text';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { exists } from '../files/exists.js';
import { generatorOptions } from '../networks/generator-options.js';
import { weightsOf } from '../networks/network-weights.js';
import { loadModel } from '../run-directory/model-files.js';
import { BASE_FOLDER, findSnapshot, isRunDirectory } from '../run-directory/run-directory.js';
import { readRunOptions, UNKNOWN } from '../run-directory/run-options.js';
import { FOLDERS } from '../run-directory/snapshot.js';
import { RunDirectoryError } from '../shared/errors.js';
import type { StageBase } from './stage.js';

/** Trained networks that a new run of their stage begins with. */
export interface Pretrained {
  /** The snapshot, folder or package that they come from. */
  readonly source: string;
  readonly generator: LayersModel;
  /** The moving average; `generator` itself if the source has one generator alone. */
  readonly average: LayersModel;
  /** Undefined if the source has generators alone. */
  readonly discriminator?: LayersModel;
  /** The options `network.*` of these networks, by their names after the dot. */
  readonly network: Readonly<Record<string, unknown>>;
  readonly encoder: Required<EncoderIdentity>;
  /** The Stage-I below a Stage-II; `path` stands for it in the options of a run. */
  readonly base?: StageBase & { readonly path: string };
  /** The run that they were trained in, with its data set; its loss networks are there. */
  readonly run?: { readonly path: string; readonly data: string };
  dispose(): void;
}

/**
 * Loads the networks of `stage` from `given`: a run or snapshot of this stage, with all its
 * networks, or anything else that `loadStackGAN` reads (a snapshot of the other stage, an exported
 * folder, an npm package), with its generators. Throws ModelSourceError, or RunDirectoryError if
 * there is no such stage, or its encoder is unknown.
 */
export async function openPretrained(given: string, stage: 1 | 2): Promise<Pretrained> {
  const isModel = !(await exists(given)) || (await exists(join(given, MODEL_INDEX_FILE)));
  const source = isModel ? given : await findSnapshot(given);
  const loaded = await loadGenerators(source);
  const models = [loaded.stage1, ...(loaded.stage2 ? [loaded.stage2] : [])];
  const dispose = () => tf.dispose(models.flatMap(weightsOf));
  const folder = loaded.name;
  const open = async (name: string): Promise<LayersModel | undefined> => {
    if (!(await exists(join(folder, name)))) return undefined;
    const model = await loadModel(join(folder, name));
    models.push(model);
    return model;
  };
  try {
    const average = stage === 1 ? loaded.stage1 : loaded.stage2;
    if (average === undefined) {
      throw new RunDirectoryError(
        `${source} has a Stage-I alone; --from needs a Stage-II for --stage 2: give another source, or --stage 1`,
        source,
      );
    }
    const { name, dimension, hash = UNKNOWN } = requireEncoder(source, loaded.encoder);
    const hasOptions = await exists(join(folder, 'options.json'));
    const options = hasOptions ? (await readRunOptions(folder)).options : undefined;
    const isOfStage = options?.stage === stage;
    const discriminator = isOfStage ? await open(FOLDERS.discriminator) : undefined;
    const conditionNoise = loaded.conditionNoise[`stage${stage}`];
    const run = dirname(folder);
    return {
      source,
      generator: (isOfStage ? await open(FOLDERS.generator) : undefined) ?? average,
      average,
      ...(discriminator && { discriminator }),
      network: isOfStage
        ? options.network
        : { ...readOptions(source, stage, average), conditionNoise },
      encoder: { name, dimension, hash },
      ...(stage === 2 && {
        base: {
          path: join(folder, BASE_FOLDER),
          generator: loaded.stage1,
          noise: loaded.conditionNoise.stage1,
        },
      }),
      ...(options && (await isRunDirectory(run)) && { run: { path: run, data: options.data } }),
      dispose,
    };
  } catch (error) {
    dispose();
    throw error;
  }
}

function requireEncoder(source: string, encoder: EncoderIdentity | undefined): EncoderIdentity {
  if (encoder !== undefined) return encoder;
  throw new RunDirectoryError(
    `${source} does not say which caption encoder it was trained with; import it with --data, or export it from such a run`,
    source,
  );
}

function readOptions(source: string, stage: 1 | 2, generator: LayersModel) {
  try {
    return generatorOptions(stage, generator);
  } catch (error) {
    throw new RunDirectoryError(
      `the Stage-${stage === 1 ? 'I' : 'II'} of ${source} is no network of this trainer (${(error as Error).message}); give another source`,
      source,
    );
  }
}
