import { MATCHING_CODE_DIM, setTextCode, textCodeOf } from '@stackgan/layers';
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Networks } from '../networks/networks.js';
import type { TrainOptions } from '../options/train-options.js';

/** Size of the codes that networks of these options read, of embeddings of `textDim` numbers. */
export const textCodeDim = ({ network }: TrainOptions, textDim: number): number =>
  network.textCode ? MATCHING_CODE_DIM + textDim : 0;

/** Gives the networks of a new run that reads text codes the codes of its matching network. */
export function setTextCodes(networks: Networks, matching: LayersModel): void {
  tf.tidy(() => {
    const code = textCodeOf(matching);
    for (const network of Object.values(networks) as LayersModel[]) setTextCode(network, code);
  });
}
