import type { ConvolutionAttributes } from './convolution-attributes.js';
import type { ConvolutionStrategy } from './strategy.js';

/** Whether this is a 4×4 convolution with stride 2 that halves an image: a GAN's down-block. */
function halvesImage({ kernel, strides, dilations, pads, input }: ConvolutionAttributes): boolean {
  return (
    kernel.every((n) => n === 4) &&
    strides.every((n) => n === 2) &&
    dilations.every((n) => n === 1) &&
    pads.every((n) => n === 1) &&
    input[1] % 2 === 0 &&
    input[2] % 2 === 0
  );
}

/**
 * The positions of the taps of each phase in the 4×4 kernel, phases first. Along one axis the
 * pixels 2q + p of the doubled image use the taps 3 - p and 1 - p, on the small image's pixels
 * q - 1 + p and q + p.
 */
const PHASE_TAPS = [0, 1].flatMap((phaseY) =>
  [0, 1].map((phaseX) => [3, 1].flatMap((y) => [3, 1].map((x) => 4 * (y - phaseY) + x - phaseX))),
);

/**
 * The input gradient of a 4×4 convolution that halves an image, also the transposed convolution
 * that doubles one: a 2×2 convolution of the small image for each of the four phases of the
 * result. One convolution computes all phases at all corners between pixels; each phase is cut
 * out, and their pixels are interleaved. NCHW.
 */
export const lowerDoublingConvolution: ConvolutionStrategy = (
  lowering,
  small,
  filter,
  attributes,
) => {
  if (!halvesImage(attributes)) return undefined;
  const { input, output } = attributes;
  const { builder } = lowering;
  const [batch, height, width, inputs] = output;
  const outputs = input[3];
  const taps = lowering.plain({ value: filter.value, shape: [16, outputs * inputs] });
  const ordered = lowering.reshape(
    builder.node('Gather', [taps, builder.integers(PHASE_TAPS.flat())], { axis: 0 }),
    [4, 4, outputs * inputs],
  );
  const weights = lowering.reshape(lowering.permute(ordered, [4, 4, outputs * inputs], [0, 2, 1]), [
    4 * outputs,
    inputs,
    2,
    2,
  ]);
  const corners = builder.node('Conv', [lowering.channelsFirst(small), weights], {
    kernel_shape: [2, 2],
    pads: [1, 1, 1, 1],
  });
  // Concatenating columns of single pixels is twice as fast as a transpose of [2, n].
  const pixels = batch * outputs * height * width;
  const rows = [0, 1].map((phaseY) => {
    const columns = [0, 1].map((phaseX) => {
      const channel = (2 * phaseY + phaseX) * outputs;
      const part = lowering.slice(
        corners,
        [1, 2, 3],
        [channel, phaseY, phaseX],
        [channel + outputs, phaseY + height, phaseX + width],
      );
      return lowering.reshape(part, [pixels, 1]);
    });
    return lowering.reshape(lowering.concat(columns, 1), [pixels / width, 2 * width]);
  });
  const shape = [batch, outputs, 2 * height, 2 * width];
  return { name: lowering.reshape(lowering.concat(rows, 1), shape), layout: 'channelsFirst' };
};
