import { join } from 'node:path';
import type { PreparedDataset } from '@stackgan/data';
import { attributeStep, createAttributeNetwork } from '@stackgan/layers';
import * as tf from '@tensorflow/tfjs-core';
import { RunDirectoryError } from '../shared/errors.js';
import { missingOfAttributes } from '../evaluation/attributes/require-attributes.js';
import type { Progress } from '../shared/progress-reporter.js';
import type { TrainOptions } from '../options/train-options.js';
import { ATTRIBUTES_FOLDER } from '../run-directory/run-directory.js';
import { attributeValues } from './attribute-values.js';
import { keptNetwork } from './kept-network.js';
import { trainLossNetwork } from './train-loss-network.js';
import type { AttributeLossNetwork } from './stage.js';

/**
 * The network of the run's attribute loss: read from the run, or trained on the training split and
 * stored there. Undefined for a run without the loss, and for a data set without statements of
 * captions. It is not the reader of the metric `attributes`, which has other layers and other
 * training images, and takes no part in training a generator.
 */
export async function openAttributes(
  run: string,
  options: TrainOptions,
  dataset: PreparedDataset,
  progress: Progress,
): Promise<AttributeLossNetwork | undefined> {
  if (options.loss.attributeWeight === 0 || missingOfAttributes(dataset)) return undefined;
  const values = attributeValues(dataset);
  const { sizes, count } = values;
  const {
    seed,
    loss: { matchingSteps: steps },
  } = options;
  const network = await keptNetwork(
    join(run, ATTRIBUTES_FOLDER),
    () => createAttributeNetwork({ values: count, seed }),
    (fresh) =>
      trainLossNetwork(fresh, dataset, {
        ...{ steps, seed, stream: 'learning what pictures show', progress },
        what: 'learning what images show',
        label: (batch) => ({
          accepted: tf.tensor2d(values.shown(batch), [batch.ids.length, count]),
        }),
        step: (adam, images, { accepted }, attack) =>
          attributeStep(fresh, adam, { images, accepted, sizes }, attack),
      }),
  );
  const [known] = network.outputs[0]!.shape.slice(-1);
  if (known !== count) {
    throw new RunDirectoryError(
      `${run} learned of ${known} values of attributes, and ${dataset.directory} has ${count}; train on the data set that it began with`,
      run,
    );
  }
  return { network, values };
}
