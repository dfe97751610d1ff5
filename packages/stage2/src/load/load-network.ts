import type { io } from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { requireFiniteGraph } from './require-finite-graph.js';

/** TensorFlow.js may quote a whole layer. */
const LONGEST_REASON = 300;

/**
 * A layers model of TensorFlow.js on the backend in use, from files that are not trusted. Throws an
 * Error with a message of one line for one that cannot be built, also where `loadLayersModel` would
 * not end.
 */
export async function loadNetwork(artifacts: io.ModelArtifacts): Promise<LayersModel> {
  try {
    requireFiniteGraph(artifacts.modelTopology);
    return await loadLayersModel({ load: () => Promise.resolve(artifacts) });
  } catch (cause) {
    const [line = ''] = (cause as Error).message.split('\n');
    throw new Error(line.slice(0, LONGEST_REASON), { cause });
  }
}
