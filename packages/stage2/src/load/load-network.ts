import type { io } from '@tensorflow/tfjs-core';
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { requireFiniteGraph } from './require-finite-graph.js';

/**
 * A layers model of TensorFlow.js on the backend in use, from files that are not trusted. Throws an
 * Error for one that cannot be built, also where `loadLayersModel` would not end.
 */
export async function loadNetwork(artifacts: io.ModelArtifacts): Promise<LayersModel> {
  requireFiniteGraph(artifacts.modelTopology);
  return loadLayersModel({ load: () => Promise.resolve(artifacts) });
}
