import type { PreparedDataset } from '@stackgan/data';
import { type Attribute, attributesOf } from '@stackgan/layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { missingOfAttributes } from '../evaluation/attributes/require-attributes.js';
import type { TrainOptions } from '../options/train-options.js';
import { UsageError } from '../shared/errors.js';
import { type AttributeValues, attributeValues } from './attribute-values.js';

/** What data determine of the networks of a stage. */
export interface StageData {
  /** Size T of the embeddings of captions. */
  readonly textDim: number;
  /** The attributes that the generator draws. */
  readonly attributes?: readonly Attribute[];
  /** The values of these that images of the data set show, if it knows. */
  readonly shown?: AttributeValues;
}

/**
 * The attributes that the generator of a new run draws: those of the network that it begins with,
 * or else of the data set. Undefined without `network.attributePrior`, and if there are none.
 * Throws UsageError for captions that belong to no image, whose attributes cannot be known.
 */
export function drawnAttributes(
  options: TrainOptions,
  dataset: PreparedDataset,
  pretrained?: LayersModel,
): readonly Attribute[] | undefined {
  if (options.stage === 2 || !options.network.attributePrior) return undefined;
  const isKnown = missingOfAttributes(dataset) === undefined;
  const known = isKnown ? dataset.info.attributes : undefined;
  const drawn = pretrained ? attributesOf(pretrained) : known;
  if (drawn && isKnown && options.batch.interpolated) {
    throw new UsageError(
      'means of captions (batch.interpolated) have no image whose attributes G could read (network.attributePrior): set one of them to false',
    );
  }
  return drawn;
}

/** What `dataset` determines of networks that draw these attributes. */
export const stageData = (
  dataset: PreparedDataset,
  attributes: readonly Attribute[] | undefined,
): StageData => ({
  textDim: dataset.info.encoder.dimension,
  ...(attributes && { attributes }),
  ...(attributes &&
    missingOfAttributes(dataset) === undefined && { shown: attributeValues(dataset, attributes) }),
});
