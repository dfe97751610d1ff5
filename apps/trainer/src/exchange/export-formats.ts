/** The formats of `stackgan export`. */
export const EXPORT_FORMATS = ['tfjs', 'onnx', 'safetensors', 'pth'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** The networks that can be exported; `generator` draws with all stages of the run. */
export const EXPORT_PARTS = ['generator', 'stage1', 'stage2', 'discriminator'] as const;
export type ExportPart = (typeof EXPORT_PARTS)[number];

/** The numbers in which weights of TensorFlow.js are stored. */
export const WEIGHT_PRECISIONS = ['float32', 'float16', 'uint8'] as const;
export type WeightPrecision = (typeof WEIGHT_PRECISIONS)[number];
