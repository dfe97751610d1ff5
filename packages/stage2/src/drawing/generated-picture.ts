import * as tf from '@tensorflow/tfjs-core';
import { Picture } from './picture.js';
import type { GeneratedPictures } from './stackgan.js';

/** The picture of a caption as Stage-II drew it, and in `stage1` the 64x64 one that it refines. */
export class GeneratedPicture extends Picture {
  readonly stage1: Picture;

  /** Takes over `tensor` and `stage1`. */
  constructor(tensor: tf.Tensor3D, values: Float32Array, stage1: Picture) {
    super(tensor, values);
    this.stage1 = stage1;
  }

  /** Frees the tensors of both pictures. */
  override dispose(): void {
    super.dispose();
    this.stage1.dispose();
  }
}

/** The pictures of one caption as objects; disposes of the tensors given. Throws PictureError. */
export async function readGenerated({
  images,
  stage1,
}: GeneratedPictures): Promise<GeneratedPicture> {
  const first = (batch: tf.Tensor4D) => tf.squeeze<tf.Tensor3D>(batch, [0]);
  const kept: tf.Tensor3D[] = [];
  const keep = (picture: tf.Tensor3D) => (kept.push(picture), picture);
  try {
    const [large, small] = await Promise.all([images.data<'float32'>(), stage1.data<'float32'>()]);
    const sketch = new Picture(keep(first(stage1)), small);
    return new GeneratedPicture(keep(first(images)), large, sketch);
  } catch (error) {
    tf.dispose(kept);
    throw error;
  } finally {
    tf.dispose([images, stage1]);
  }
}
