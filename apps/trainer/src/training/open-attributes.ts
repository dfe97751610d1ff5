import { join } from 'node:path';
import type { PreparedDataset } from '@stackgan/data';
import { attributeStep, createAttributeNetwork } from '@stackgan/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { RunDirectoryError } from '../errors.js';
import { missingOfAttributes } from '../evaluation/attributes/require-attributes.js';
import type { Progress } from '../evaluation/work-progress.js';
import type { TrainOptions } from '../options/train-options.js';
import { ATTRIBUTES_FOLDER } from '../run-directory/run-directory.js';
import { type AttributeValues, attributeValues } from './attribute-values.js';
import { keptNetwork } from './kept-network.js';
import { learnJudge } from './learn-judge.js';
import type { AttributeJudge } from './stage.js';

/**
 * The network of the run's attribute loss: read, or learned now of real pictures of the training split, and kept in the run. Undefined
 * for a run without the loss, and for a data set that does not say what captions state. It is not the reader of the metric
 * `attributes`: that has other layers, other pictures to learn from, and never sees a generator learn.
 */
export async function openAttributes(
  run: string,
  options: TrainOptions,
  dataset: PreparedDataset,
  progress: Progress,
): Promise<AttributeJudge | undefined> {
  if (options.loss.attributeWeight === 0 || missingOfAttributes(dataset)) return undefined;
  const values = attributeValues(dataset);
  const network = await keptNetwork(join(run, ATTRIBUTES_FOLDER), () =>
    learnAttributes(values, options, dataset, progress),
  );
  const [known] = network.outputs[0]!.shape.slice(-1);
  if (known !== values.count) {
    throw new RunDirectoryError(
      `${run} learned of ${known} values of attributes, and ${dataset.directory} has ${values.count}; train on the data set that it began with`,
      run,
    );
  }
  return { network, values };
}

async function learnAttributes(
  values: AttributeValues,
  { seed, loss: { matchingSteps } }: TrainOptions,
  dataset: PreparedDataset,
  progress: Progress,
): Promise<LayersModel> {
  const network = createAttributeNetwork({ values: values.count, seed });
  const { sizes, count } = values;
  try {
    await learnJudge(network, dataset, {
      ...{ steps: matchingSteps, seed, what: 'learning what pictures show', progress },
      label: (batch) => ({
        accepted: tf.tensor2d(values.shown(batch), [batch.ids.length, count]),
      }),
      step: (adam, images, { accepted }, attack) =>
        attributeStep(network, adam, { images, accepted, sizes }, attack),
    });
    return network;
  } catch (error) {
    network.dispose();
    throw error;
  }
}
