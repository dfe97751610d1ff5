import type { LayersModel } from '@tensorflow/tfjs-layers';

/** Stage-I alone, or Stage-I and the Stage-II that refines its images. */
export interface Generators {
  readonly stage1: LayersModel;
  readonly stage2?: LayersModel | undefined;
}
