import type { PrepareProgress } from './prepare-progress.js';
import type { DatasetSource, SourceExample } from '../source/dataset-source.js';

/** Number of examples between two reports of progress. */
const examplesPerStep = 256;

/** All examples of a source, before any image is read, or what `keep` makes of each. */
export async function takeExamples(
  { examples, size: total }: DatasetSource,
  onProgress: (progress: PrepareProgress) => void,
  keep: (example: SourceExample) => SourceExample = (example) => example,
): Promise<SourceExample[]> {
  const taken: SourceExample[] = [];
  for await (const example of examples()) {
    taken.push(keep(example));
    if (taken.length % examplesPerStep === 0) {
      onProgress({ phase: 'examples', done: taken.length, total });
    }
  }
  return taken;
}
