/** What is wrong with a data set. */
export type DatasetFault =
  | 'missing'
  | 'incomplete'
  | 'newer-format'
  | 'exists'
  | 'disk-full'
  | 'encoder'
  | 'image'
  | 'source'
  | 'text'
  | 'caption'
  | 'box'
  | 'undecodable'
  | 'size'
  | 'empty'
  | 'closed';

/** Thrown by preparation, opening and loading; `fault` says what, `path` where. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
  constructor(
    readonly fault: DatasetFault,
    /** The folder or image concerned. */
    readonly path: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
