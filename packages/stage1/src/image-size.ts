/** Side in pixels of the images of Stage-I's networks. 256: the paper's one-stage network. */
export type Stage1ImageSize = 64 | 256;

export const STAGE1_IMAGE_SIZES: readonly Stage1ImageSize[] = [64, 256];
