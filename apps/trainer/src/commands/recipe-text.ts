import type { PreparedDataset } from '@stackgan/data';
import { datasetHash } from '../shared/dataset-hash.js';
import type { WeightPrecision } from '../exchange/export-formats.js';
import { madeWith } from '../shared/made-with.js';
import { type PackagedStage, trainingSeconds, withoutFolders } from './packaged-stages.js';

/**
 * recipe.json of a package: what is needed to train the model again and to check that the data set
 * is the same. `facts` come first, such as the command and the commit.
 */
export async function recipeText({
  dataset,
  stages,
  weights,
  facts,
}: {
  readonly dataset: PreparedDataset;
  readonly stages: readonly PackagedStage[];
  readonly weights: WeightPrecision;
  readonly facts: Readonly<Record<string, unknown>>;
}): Promise<string> {
  const { name, licence, attribution, counts, options, preprocessing, encoder } = dataset.info;
  const trained = stages.map(async ({ stage, run, step, settings }) => ({
    stage,
    ...(run !== undefined && { step, seconds: await trainingSeconds(run, step) }),
    ...(settings && {
      madeWith: settings.madeWith,
      options: withoutFolders(settings).options,
    }),
  }));
  const recipe = {
    ...facts,
    packagedWith: await madeWith(),
    weights,
    dataset: {
      ...{ name, licence, attribution, sha256: await datasetHash(dataset) },
      ...{ counts, options, preprocessing, encoder },
    },
    stages: await Promise.all(trained),
  };
  return `${JSON.stringify(recipe, null, 2)}\n`;
}
