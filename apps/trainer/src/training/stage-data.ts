import type { PreparedDataset } from '@stackgan/data';
import { type Attribute, attributesOf } from '@stackgan/layers';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { missingOfAttributes } from '../evaluation/attributes/require-attributes.js';
import type { Stage1Options, Stage2Options, TrainOptions } from '../options/train-options.js';
import { UsageError } from '../shared/errors.js';
import { type AttributeValues, attributeValues } from './attribute-values.js';
import type { Pretrained } from './pretrained.js';
import type { StageBase } from './stage.js';

/** What data determine of the networks of a stage. */
export interface StageData {
  /** Size T of the embeddings of captions. */
  readonly textDim: number;
  /** The attributes that the generator of Stage-I draws. */
  readonly attributes?: readonly Attribute[];
  /** The values of these that images of the data set show, if it knows. */
  readonly shown?: AttributeValues;
}

/**
 * The attributes that the generator of a new Stage-I draws: those of the network that it begins
 * with (`pretrained`), or else of the data set. Undefined without `network.attributePrior`, and if
 * there are none. Throws UsageError for captions that belong to no image, whose attributes cannot be
 * known.
 */
function attributesOfStage1(
  { network, batch }: Stage1Options,
  dataset: PreparedDataset,
  pretrained: LayersModel | undefined,
): readonly Attribute[] | undefined {
  if (!network.attributePrior) return undefined;
  const known = knownAttributes(dataset);
  const drawn = pretrained ? attributesOf(pretrained) : known;
  if (drawn && known && batch.interpolated) {
    throw new UsageError(
      'means of captions (batch.interpolated) have no image whose attributes G could read (network.attributePrior): set one of them to false',
    );
  }
  return drawn;
}

/**
 * The attributes that a new Stage-II lets its Stage-I, `base`, draw as the real images show them, so
 * that Stage-II learns how an image of Stage-I should look. Undefined if it learns nothing from real
 * images, or if their attributes are not those of Stage-I.
 */
function attributesOfStage2(
  { loss, batch }: Stage2Options,
  dataset: PreparedDataset,
  base: LayersModel,
): readonly Attribute[] | undefined {
  if (loss.reconstructionWeight === 0 || batch.interpolated) return undefined;
  const drawn = attributesOf(base);
  const isKnown = JSON.stringify(drawn) === JSON.stringify(knownAttributes(dataset));
  return isKnown ? drawn : undefined;
}

/** The attributes that Stage-I draws in a new run, as far as the run decides them. */
export function drawnAttributes(
  options: TrainOptions,
  dataset: PreparedDataset,
  { pretrained, base }: { pretrained?: Pretrained | undefined; base?: StageBase | undefined },
): readonly Attribute[] | undefined {
  return options.stage === 1
    ? attributesOfStage1(options, dataset, pretrained?.generator)
    : attributesOfStage2(options, dataset, base!.generator);
}

const knownAttributes = (dataset: PreparedDataset): readonly Attribute[] | undefined =>
  missingOfAttributes(dataset) === undefined ? dataset.info.attributes : undefined;

/** What `dataset` determines of networks that draw these attributes. */
export const stageData = (
  dataset: PreparedDataset,
  attributes: readonly Attribute[] | undefined,
): StageData => ({
  textDim: dataset.info.encoder.dimension,
  ...(attributes && { attributes }),
  ...(attributes && knownAttributes(dataset) && { shown: attributeValues(dataset, attributes) }),
});
