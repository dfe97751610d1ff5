/** What is wrong with a data set, see the README. */
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

/** Thrown by preparing, opening and loading: `fault` is the kind of error, `path` its place. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';
  constructor(
    readonly fault: DatasetFault,
    /** The folder, file or image concerned. */
    readonly path: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
