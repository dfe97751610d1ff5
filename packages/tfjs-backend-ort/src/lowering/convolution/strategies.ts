import { lowerBlockedConvolution } from './blocked-convolution.js';
import { lowerBlockedFilterGradient } from './blocked-filter-gradient.js';
import { lowerBlockedInputGradient } from './blocked-input-gradient.js';
import { lowerDoublingConvolution } from './doubling-convolution.js';
import { lowerFilterGradientByChannels } from './filter-gradient-by-channels.js';
import {
  lowerFilterGradientByPixels,
  lowerFilterGradientOfFewPixels,
} from './filter-gradient-by-pixels.js';
import { lowerGeneralConvolution } from './general-convolution.js';
import { lowerGeneralInputGradient } from './general-input-gradient.js';
import { lowerNarrowConvolution, lowerNarrowInputGradient } from './narrow-convolution.js';
import { lowerSmallConvolution, lowerSmallInputGradient } from './small-convolution.js';
import type { ConvolutionStrategy } from './strategy.js';
import { lowerTurnedInputGradient } from './turned-input-gradient.js';

// Each list is tried in order; its last strategy applies to every convolution. Which one is fastest
// for which sizes was measured on two cores (AVX2).

/** Strategies for Conv2D; operands `x` and `filter`. */
export const forwardStrategies: readonly ConvolutionStrategy[] = [
  lowerSmallConvolution,
  lowerNarrowConvolution,
  lowerBlockedConvolution,
  lowerGeneralConvolution,
];

/** Strategies for Conv2DBackpropInput, also the transposed convolution; `dy` and `filter`. */
export const inputGradientStrategies: readonly ConvolutionStrategy[] = [
  lowerSmallInputGradient,
  lowerNarrowInputGradient,
  lowerBlockedInputGradient,
  lowerDoublingConvolution,
  lowerTurnedInputGradient,
  lowerGeneralInputGradient,
];

/** Strategies for Conv2DBackpropFilter; operands `x` and `dy`. */
export const filterGradientStrategies: readonly ConvolutionStrategy[] = [
  lowerFilterGradientOfFewPixels,
  lowerBlockedFilterGradient,
  lowerFilterGradientByChannels,
  lowerFilterGradientByPixels,
];
