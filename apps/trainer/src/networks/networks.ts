import type { LayersModel } from '@tensorflow/tfjs-layers';

/** The networks of a stage in training, and the averaged generator that draws images. */
export interface Networks {
  readonly generator: LayersModel;
  /** Moving average of `generator`. */
  readonly average: LayersModel;
  readonly discriminator: LayersModel;
}
