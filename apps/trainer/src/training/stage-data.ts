import type { PreparedDataset } from '@stackgan/data';
import { type Attribute, attributesOf } from '@stackgan/layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { missingOfAttributes } from '../evaluation/attributes/require-attributes.js';
import type { TrainOptions } from '../options/train-options.js';
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
 */
export function drawnAttributes(
  options: TrainOptions,
  dataset: PreparedDataset,
  pretrained?: LayersModel,
): readonly Attribute[] | undefined {
  if (options.stage === 2 || !options.network.attributePrior) return undefined;
  if (pretrained !== undefined) return attributesOf(pretrained);
  return missingOfAttributes(dataset) === undefined ? dataset.info.attributes : undefined;
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
