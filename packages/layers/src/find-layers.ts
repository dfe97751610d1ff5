import type { LayersModel, layers } from '@tensorflow/tfjs-layers';

/** All layers of `model` with this name, also of models within it. */
export function findLayers(model: LayersModel, name: string): layers.Layer[] {
  return model.layers.flatMap((layer) => {
    if (layer.name === name) return [layer];
    return 'layers' in layer ? findLayers(layer as unknown as LayersModel, name) : [];
  });
}
