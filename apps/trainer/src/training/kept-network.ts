import { stat } from 'node:fs/promises';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { loadModel, saveModel } from '../run-directory/model-files.js';
import { writeFolderAtomically } from '../files/write-atomically.js';

/**
 * The network in `folder` of a run; created, trained and stored there if there is none. Training
 * that was stopped begins anew the next time.
 */
export async function keptNetwork(
  folder: string,
  create: () => LayersModel,
  teach: (network: LayersModel) => Promise<void>,
): Promise<LayersModel> {
  if (await stat(folder).catch(() => undefined)) return loadModel(folder);
  const network = create();
  try {
    await teach(network);
  } catch (error) {
    network.dispose();
    throw error;
  }
  await writeFolderAtomically(folder, (write) => saveModel(network, '.', write));
  return network;
}
