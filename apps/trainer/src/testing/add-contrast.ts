import { join } from 'node:path';
import { writeFileAtomically } from '../files/write-atomically.js';
import { loadModel, saveModel } from '../run-directory/model-files.js';
import { withContrast } from './with-contrast.js';

/** Does `withContrast` to a network of a saved snapshot. */
export async function addContrast(snapshot: string, network: string): Promise<void> {
  const model = withContrast(await loadModel(join(snapshot, network)));
  await saveModel(model, network, (name, data) => writeFileAtomically(join(snapshot, name), data));
  model.dispose();
}
