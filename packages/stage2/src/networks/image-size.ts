/** Side in pixels of Stage-II's images. */
export type Stage2ImageSize = 128 | 256;

export const STAGE2_IMAGE_SIZES: readonly Stage2ImageSize[] = [128, 256];
