import type { PreparedDataset } from '@stackgan/data';
import { MATCHING_CODE_DIM, setTextCode, textCodeOf } from '@stackgan/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { TrainOptions } from '../options/train-options.js';
import type { Networks } from './stage.js';

/** Captions that mean and deviation of the codes are of. */
const CAPTIONS = 2000;

/** Size of the codes that networks of these options read. */
export const textCodeDim = ({ network }: TrainOptions): number =>
  network.textCode ? MATCHING_CODE_DIM : 0;

/** Gives the networks of a new run, whose captions are read as codes, the codes of its matching network. */
export function setTextCodes(
  networks: Networks,
  matching: LayersModel,
  dataset: PreparedDataset,
): void {
  const { dimension } = dataset.info.encoder;
  const train = dataset.examples.filter(({ split }) => split === 'train').slice(0, CAPTIONS);
  const firsts = new Float32Array(train.length * dimension);
  train.forEach((example, row) =>
    firsts.set(dataset.embeddings(example).subarray(0, dimension), row * dimension),
  );
  tf.tidy(() => {
    const code = textCodeOf(matching, tf.tensor2d(firsts, [train.length, dimension]));
    for (const network of Object.values(networks) as LayersModel[]) setTextCode(network, code);
  });
}
