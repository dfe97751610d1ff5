import { takeExamples } from '../preparation/take-examples.js';
import type { DatasetSource, SourceExample } from '../source/dataset-source.js';

/** All examples of a source. */
export const examplesOf = (source: DatasetSource): Promise<SourceExample[]> =>
  takeExamples(source, () => undefined);
