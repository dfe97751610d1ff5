/** ONNX Runtime cannot be used on this computer; the message says why and what to do. */
export class OrtUnavailableError extends Error {
  override readonly name = 'OrtUnavailableError';
}
