import type { PreparedDataset } from '@stackgan/data';
import type { RunOptions } from '../run-directory/run-options.js';
import type { TrainingState } from '../run-directory/training-state.js';
import type { Console } from '../shared/progress-line.js';
import type { Stage } from './stage.js';

/** What a training loop works with. */
export interface RunInTraining {
  readonly run: string;
  readonly settings: RunOptions;
  readonly dataset: PreparedDataset;
  /** Hex SHA-256 of the data set. */
  readonly datasetHash: string;
  readonly stage: Stage;
  /** The state to resume from. */
  readonly resumeFrom?: TrainingState | undefined;
  /** How often the run went back to its last good state; each time halves the learning rate. */
  readonly rollbacks: number;
  readonly signal: AbortSignal;
  readonly console: Console;
}
