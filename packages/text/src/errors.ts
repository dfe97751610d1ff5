/** Thrown for a caption that cannot be embedded; `caption` is what was received. */
export class CaptionError extends Error {
  override readonly name = 'CaptionError';
  constructor(
    message: string,
    readonly caption: unknown,
  ) {
    super(message);
  }
}

/** Thrown when the encoder's files are missing or not what they should be. */
export class EncoderError extends Error {
  override readonly name = 'EncoderError';
}
