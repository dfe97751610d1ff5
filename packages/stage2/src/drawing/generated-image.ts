import * as tf from '@tensorflow/tfjs-core';
import { RGBImage } from './image.js';
import type { StageImages } from './stackgan.js';

/** The image of a caption as Stage-II drew it, and in `stage1` the 64x64 one that it refines. */
export class GeneratedImage extends RGBImage {
  readonly stage1: RGBImage;

  /** Takes over `tensor` and `stage1`. */
  constructor(tensor: tf.Tensor3D, values: Float32Array, stage1: RGBImage) {
    super(tensor, values);
    this.stage1 = stage1;
  }

  /** Frees the tensors of both images. */
  override dispose(): void {
    super.dispose();
    this.stage1.dispose();
  }
}

/** The images of one caption as objects; disposes of the tensors given. Throws ImageError. */
export async function readGenerated({ images, stage1 }: StageImages): Promise<GeneratedImage> {
  const first = (batch: tf.Tensor4D) => tf.squeeze<tf.Tensor3D>(batch, [0]);
  const kept: tf.Tensor3D[] = [];
  const keep = (image: tf.Tensor3D) => (kept.push(image), image);
  try {
    const [large, small] = await Promise.all([images.data<'float32'>(), stage1.data<'float32'>()]);
    const sketch = new RGBImage(keep(first(stage1)), small);
    return new GeneratedImage(keep(first(images)), large, sketch);
  } catch (error) {
    tf.dispose(kept);
    throw error;
  } finally {
    tf.dispose([images, stage1]);
  }
}
