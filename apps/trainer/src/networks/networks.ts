import type { LayersModel } from '@tensorflow/tfjs-layers';

/** The networks of a stage that train, and the moving average that draws. */
export interface Networks {
  readonly generator: LayersModel;
  /** Moving average of `generator`. */
  readonly average: LayersModel;
  readonly discriminator: LayersModel;
}
