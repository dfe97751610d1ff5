import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Context } from '../shared/context.js';
import { Console } from '../shared/progress-line.js';

export {
  tinyDataset,
  tinyEncoder,
  tinyExtractor,
  tinyExtractorModel,
  tinyOptions,
} from './tiny-fixtures.js';

/** A new folder that is removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'stackgan-trainer-'));
  folders.push(folder);
  return folder;
}
const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/**
 * A context that keeps printed text in `lines`; `stop` acts as Ctrl-C. A terminal shows every step.
 */
export function quietContext({ isTTY = false } = {}): Context & {
  lines: string[];
  stop: () => void;
} {
  const lines: string[] = [];
  const controller = new AbortController();
  const output = { isTTY, write: (text: string) => lines.push(text.trimEnd()) };
  return {
    console: new Console(output),
    signal: controller.signal,
    stop: () => controller.abort(),
    lines,
  };
}
