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

/** Thrown for files of the encoder that are missing or invalid. */
export class EncoderError extends Error {
  override readonly name = 'EncoderError';
}
