import type { PrepareProgress } from './prepare-progress.js';
import type { DatasetSource, SourceExample } from '../source/dataset-source.js';

/** Examples that are taken between two steps of progress. */
const examplesPerStep = 256;

/** All examples of a source, without their images: captions are looked at before the first of these is packed. */
export async function takeExamples(
  { examples, size: total }: DatasetSource,
  onProgress: (progress: PrepareProgress) => void,
): Promise<SourceExample[]> {
  const taken: SourceExample[] = [];
  for await (const example of examples()) {
    taken.push(example);
    if (taken.length % examplesPerStep === 0) {
      onProgress({ phase: 'examples', done: taken.length, total });
    }
  }
  return taken;
}
