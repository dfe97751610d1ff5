import { join } from 'node:path';
import type { PreparedDataset } from '@stackgan/data';
import { attributeStep, createAttributeNetwork } from '@stackgan/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { RunDirectoryError } from '../shared/errors.js';
import { missingOfAttributes } from '../evaluation/attributes/require-attributes.js';
import type { Progress } from '../shared/progress-reporter.js';
import type { TrainOptions } from '../options/train-options.js';
import { ATTRIBUTES_FOLDER } from '../run-directory/run-directory.js';
import { type AttributeValues, attributeValues } from './attribute-values.js';
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
  const values = attributesOf(options, dataset);
  if (values === undefined) return undefined;
  const { sizes, count } = values;
  const {
    seed,
    loss: { matchingSteps: steps },
  } = options;
  const network = await keptNetwork(
    join(run, ATTRIBUTES_FOLDER),
    () => createAttributes(options, values),
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

/** The values that the attribute loss reads; undefined without the loss, or without statements. */
export const attributesOf = (
  { loss }: TrainOptions,
  dataset: PreparedDataset,
): AttributeValues | undefined =>
  loss.attributeWeight === 0 || missingOfAttributes(dataset) ? undefined : attributeValues(dataset);

/** An untrained network of the attribute loss. */
export const createAttributes = ({ seed }: TrainOptions, { count }: AttributeValues): LayersModel =>
  createAttributeNetwork({ values: count, seed });
