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

/** The pictures of one caption as objects; disposes of the tensors given. */
export async function readGenerated({
  images,
  stage1,
}: GeneratedPictures): Promise<GeneratedPicture> {
  try {
    const [large, small] = await Promise.all([images.data<'float32'>(), stage1.data<'float32'>()]);
    const first = (batch: tf.Tensor4D) => tf.squeeze<tf.Tensor3D>(batch, [0]);
    return new GeneratedPicture(first(images), large, new Picture(first(stage1), small));
  } finally {
    tf.dispose([images, stage1]);
  }
}
