import { join } from 'node:path';
import type { PreparedDataset } from '@stackgan/data';
import { attributeStep, createAttributeNetwork } from '@stackgan/layers';
import * as tf from '@tensorflow/tfjs-core';
import { RunDirectoryError } from '../shared/errors.js';
import { missingOfAttributes } from '../evaluation/attributes/require-attributes.js';
import type { Progress } from '../shared/work-progress.js';
import type { TrainOptions } from '../options/train-options.js';
import { ATTRIBUTES_FOLDER } from '../run-directory/run-directory.js';
import { attributeValues } from './attribute-values.js';
import { keptNetwork } from './kept-network.js';
import { learnJudge } from './learn-judge.js';
import type { AttributeJudge } from './stage.js';

/**
 * The network of the run's attribute loss: read, or learned now of real images of the training split, and kept in the run. Undefined
 * for a run without the loss, and for a data set that does not say what captions state. It is not the reader of the metric
 * `attributes`: that has other layers, other images to learn from, and never sees a generator learn.
 */
export async function openAttributes(
  run: string,
  options: TrainOptions,
  dataset: PreparedDataset,
  progress: Progress,
): Promise<AttributeJudge | undefined> {
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
      learnJudge(fresh, dataset, {
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
