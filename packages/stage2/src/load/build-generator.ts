import { loadLayersModel, type LayersModel } from '@tensorflow/tfjs-layers';
import { ModelSourceError } from './load-errors.js';
import type { SourceFiles } from './read-source.js';

/** Axes of the first input: Stage-I begins with an embedding [N, T], Stage-II with pictures [N, 64, 64, 3]. */
const FIRST_INPUT_RANK = { 1: 2, 2: 4 } as const;

/** The generator of a stage on the backend. Throws ModelSourceError if the files hold something else. */
export async function buildGenerator(stage: 1 | 2, files: SourceFiles): Promise<LayersModel> {
  const { name } = files;
  const artifacts = stage === 1 ? files.stage1 : files.stage2;
  const model = await loadLayersModel({ load: () => Promise.resolve(artifacts) }).catch(
    (cause: Error) => {
      const [reason] = cause.message.split('\n');
      const text = `Stage-${stage === 1 ? 'I' : 'II'} of ${name} cannot be built (${reason}); export the model again`;
      throw new ModelSourceError('damaged', name, text, { cause });
    },
  );
  if (model.inputs[0]?.shape.length === FIRST_INPUT_RANK[stage]) return model;
  model.dispose();
  throw new ModelSourceError(
    'wrongStage',
    name,
    `what ${name} has as Stage-${stage === 1 ? 'I' : 'II'} is another network (its inputs are ` +
      `${model.inputNames.join(', ')}); is it the other stage, or a discriminator?`,
  );
}
