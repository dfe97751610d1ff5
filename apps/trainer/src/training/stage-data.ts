import type { PreparedDataset } from '@stackgan/data';
import { missingOfAttributes } from '../evaluation/attributes/require-attributes.js';
import { type AttributeValues, attributeValues } from './attribute-values.js';

/** What the data set determines of the networks of a stage. */
export interface StageData {
  /** Size T of the embeddings of captions. */
  readonly textDim: number;
  /** What images show and captions state, if the data set knows. */
  readonly attributes?: AttributeValues;
}

/** What `dataset` determines of the networks. */
export const stageData = (dataset: PreparedDataset): StageData => ({
  textDim: dataset.info.encoder.dimension,
  ...(missingOfAttributes(dataset) === undefined && { attributes: attributeValues(dataset) }),
});
