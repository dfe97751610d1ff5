import { stat } from 'node:fs/promises';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { loadModel, saveModel } from '../run-directory/model-files.js';
import { writeFolderAtomically } from '../run-directory/write-atomically.js';

/** The network in `folder` of a run; learned now and kept there, if there is none. Stopped on the way, it is learned from the start the next time. */
export async function keptNetwork(
  folder: string,
  learn: () => Promise<LayersModel>,
): Promise<LayersModel> {
  if (await stat(folder).catch(() => undefined)) return loadModel(folder);
  const network = await learn();
  await writeFolderAtomically(folder, (write) => saveModel(network, '.', write));
  return network;
}
