import { join } from 'node:path';
import type { PreparedDataset } from '@stackgan/data';
import type { HostTensor } from '@stackgan/formats';
import {
  type ClassifierHead,
  type FeatureExtractor,
  type LinearMap,
  type MatchingHead,
  type ProgressListener,
  joinRows,
  type Rows,
  selectRows,
  trainClassifierHead,
  trainMatchingHead,
} from '@stackgan/metrics';
import { cachedTensors } from './cached-tensors.js';
import { type CaptionTable, captionTable } from './caption-table.js';
import { featureShifts } from './feature-shifts.js';
import { evaluationFolder, type RealFeatures } from './real-features.js';
import { type Progress, progressReporter, yieldingReporter } from '../shared/progress-reporter.js';

/** To be raised when training gives other heads from the same data. */
const CLASSIFIER_REVISION = '1';
const MATCHING_REVISION = '2';

/** A classifier, its training data, and its file. */
export interface LearnedClassifier extends ClassifierHead {
  /** Classes of the training split. */
  readonly classes: number;
  /** Images of the training split that were not held out. */
  readonly learnedFrom: number;
  /** Its file. */
  readonly path: string;
  /** Whether it was trained now; else it was read from the file. */
  readonly isNew: boolean;
}

/** The classifier of the training split's classes: trained now, or read from its file. */
export async function learnedClassifier(
  dataset: PreparedDataset,
  real: RealFeatures,
  onProgress: ProgressListener,
): Promise<LearnedClassifier> {
  const name = `classifier-${real.identity['extractor']}.safetensors`;
  const path = join(evaluationFolder(dataset), name);
  const examples = dataset.examples.filter(({ split }) => split === 'train');
  const classes = examples.map((example) => example.class);
  let isNew = false;
  const tensors = await cachedTensors(
    path,
    { ...real.identity, classifier: CLASSIFIER_REVISION },
    async () => {
      isNew = true;
      const rows = selectRows(
        real.rows,
        examples.map(({ index }) => index),
      );
      const classCount = dataset.info.classNames.length;
      const head = await trainClassifierHead(rows, classes, { classCount, onProgress });
      const facts = Float32Array.of(head.heldOutAccuracy, head.chance, head.heldOut);
      return {
        ...mapTensors('map', head.map),
        facts: { dtype: 'float32', shape: [3], data: facts },
      };
    },
  );
  const [heldOutAccuracy, chance, heldOut] = tensors['facts']!.data as Float32Array;
  return {
    map: mapOf('map', tensors),
    heldOutAccuracy: heldOutAccuracy!,
    chance: chance!,
    heldOut: heldOut!,
    classes: new Set(classes).size,
    learnedFrom: examples.length - heldOut!,
    path,
    isNew,
  };
}

/**
 * A head that projects images and captions into one space: trained on clean and degraded images
 * (`featureShifts`) of the training split now, or read from its file. Trained on clean images
 * alone, it would mostly tell that generated ones are not clean.
 */
export async function learnedMatching(
  dataset: PreparedDataset,
  real: RealFeatures,
  extractor: FeatureExtractor,
  progress: Progress,
): Promise<MatchingHead> {
  const tensors = await cachedTensors(
    join(evaluationFolder(dataset), `matching-${real.identity['extractor']}.safetensors`),
    { ...real.identity, matching: MATCHING_REVISION },
    async () => {
      const examples = dataset.examples.filter(({ split }) => split === 'train');
      const table = captionTable(dataset, 'train');
      const rowOf = new Map(examples.map(({ index }, row) => [index, row]));
      const onImages = progressReporter('measuring degraded images', 'images', progress);
      const shifts = await featureShifts(dataset, real.rows, extractor, onImages);
      const onProgress = yieldingReporter('learning what captions say', 'steps', progress);
      const head = await trainMatchingHead(
        selectRows(
          real.rows,
          examples.map(({ index }) => index),
        ),
        captionRows(dataset, table),
        table.examples.map((index) => rowOf.get(index)!),
        { shifts, onProgress },
      );
      return { ...mapTensors('images', head.images), ...mapTensors('captions', head.captions) };
    },
  );
  return { images: mapOf('images', tensors), captions: mapOf('captions', tensors) };
}

/** Embeddings of all captions of `table`, a row each. */
export const captionRows = ({ info }: PreparedDataset, table: CaptionTable): Rows => {
  const width = info.encoder.dimension;
  return joinRows(
    Array.from({ length: table.count }, (_, row) => ({ data: table.embedding(row), width })),
    width,
  );
};

const mapTensors = (
  name: string,
  { inputs, outputs, weights, bias }: LinearMap,
): Record<string, HostTensor> => ({
  [`${name}/weights`]: { dtype: 'float32', shape: [inputs, outputs], data: weights },
  [`${name}/bias`]: { dtype: 'float32', shape: [outputs], data: bias },
});

function mapOf(name: string, tensors: Readonly<Record<string, HostTensor>>): LinearMap {
  const [weights, bias] = [tensors[`${name}/weights`]!, tensors[`${name}/bias`]!];
  return {
    inputs: weights.shape[0]!,
    outputs: weights.shape[1]!,
    weights: weights.data as Float32Array,
    bias: bias.data as Float32Array,
  };
}
