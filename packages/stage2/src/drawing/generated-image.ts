import { RGBImage } from './image.js';

/** The image of a caption, and in `stage1` the sketch of Stage-I that Stage-II refined. */
export class GeneratedImage extends RGBImage {
  /** The image itself if there is no Stage-II. */
  readonly stage1: RGBImage;

  /** As `RGBImage`; leave out `stage1` if there is no Stage-II. Throws ImageError. */
  constructor(values: Float32Array, size: readonly [number, number], stage1?: RGBImage) {
    super(values, size);
    this.stage1 = stage1 ?? this;
  }
}
