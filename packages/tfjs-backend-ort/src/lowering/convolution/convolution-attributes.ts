/** The sizes of a convolution, as attributes of a node. */
export interface ConvolutionAttributes {
  readonly kernel: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly dilations: readonly [number, number];
  /** Top, left, bottom, right, as ONNX orders them. */
  readonly pads: readonly [number, number, number, number];
  readonly input: readonly [number, number, number, number];
  readonly output: readonly [number, number, number, number];
}
