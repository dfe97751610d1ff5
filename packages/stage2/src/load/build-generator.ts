import type { LayersModel } from '@tensorflow/tfjs-layers';
import { findDamagedWeight } from './find-damaged-weight.js';
import { ModelSourceError } from './load-errors.js';
import { loadNetwork } from './load-network.js';
import type { ModelFiles } from './open-model.js';

/**
 * Axes of the first input: Stage-I begins with an embedding [N, T], Stage-II with images [N, 64,
 * 64, 3].
 */
const FIRST_INPUT_RANK = { 1: 2, 2: 4 } as const;

/**
 * The generator of a stage on the backend. Throws ModelSourceError if the files hold something
 * else, or weights that are not numbers.
 */
export async function buildGenerator(stage: 1 | 2, files: ModelFiles): Promise<LayersModel> {
  const { name } = files;
  const title = `Stage-${stage === 1 ? 'I' : 'II'}`;
  const model = await loadNetwork(files[`stage${stage}`]!).catch((cause: Error) => {
    const text = `${title} of ${name} cannot be built (${cause.message}); export the model again`;
    throw new ModelSourceError('damaged', name, text, { cause });
  });
  const fail = (fault: 'damaged' | 'wrongStage', text: string) => {
    model.dispose();
    return new ModelSourceError(fault, name, text);
  };
  if (model.inputs[0]?.shape.length !== FIRST_INPUT_RANK[stage]) {
    throw fail(
      'wrongStage',
      `what ${name} has as ${title} is another network (its inputs are ` +
        `${model.inputNames.join(', ')}); is it the other stage, or a discriminator?`,
    );
  }
  const damage = await findDamagedWeight(model);
  if (damage === undefined) return model;
  const place = files.places[`stage${stage}`];
  const wayOut = 'use another snapshot, or export the model again';
  throw fail('damaged', `the weights of ${title} in ${place} are damaged: ${damage}; ${wayOut}`);
}
