import type * as tf from '@tensorflow/tfjs-core';
import { layers, type Shape } from '@tensorflow/tfjs-layers';
import { singleShape } from './single.js';

export interface MaskConfig {
  name?: string;
  /** Side of the mask in cells. */
  size: number;
}

/** A layer whose output is a square mask per row of its input, [N, size, size, 1]. */
export abstract class MaskLayer extends layers.Layer {
  protected readonly size: number;

  constructor(config: MaskConfig) {
    super(config);
    this.size = config.size;
  }

  override computeOutputShape(inputShape: Shape | Shape[]): Shape {
    const [batch = null] = singleShape(inputShape);
    return [batch, this.size, this.size, 1];
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), size: this.size };
  }
}
