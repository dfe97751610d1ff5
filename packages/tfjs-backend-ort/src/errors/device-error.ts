/** A GPU engine failed during a computation: it ran out of memory, or the device was lost. */
export class OrtDeviceError extends Error {
  override readonly name = 'OrtDeviceError';
}

/** Whether the GPU failed, rather than the operation that it was computing. */
export const isDeviceError = (error: unknown): boolean => error instanceof OrtDeviceError;
