/** An image contains NaN or an infinity, which would become a black or white pixel. */
export class ImageError extends Error {
  override readonly name = 'ImageError';

  constructor(readonly value: number) {
    super(
      `an image holds ${value}, which is no colour; the weights that drew it or the embedding of its caption are damaged, ` +
        'or the backend computes wrongly',
    );
  }
}
