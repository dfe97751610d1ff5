import type { Tensor } from '@tensorflow/tfjs-core';

/** The numbers of a tensor. */
export const read = (tensor: Tensor): number[] => [...tensor.dataSync()];
