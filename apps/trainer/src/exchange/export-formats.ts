/** What `stackgan export` writes. */
export const EXPORT_FORMATS = ['tfjs', 'onnx', 'safetensors', 'pth'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Which network of a run it writes: the generator draws with all stages that the run has. */
export const EXPORT_PARTS = ['generator', 'stage1', 'stage2', 'discriminator'] as const;
export type ExportPart = (typeof EXPORT_PARTS)[number];
