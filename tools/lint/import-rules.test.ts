import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Linter } from 'eslint';
import { describe, expect, it } from 'vitest';
import { root } from '../workspaces.js';
import { folderOrder, importRules, testFolders } from './import-rules.js';

/** The rules that a line of code breaks in a file. */
function broken(file: string, code: string): (string | null)[] {
  return new Linter().verify(code, importRules, { filename: file }).map(({ ruleId }) => ruleId);
}

describe('import rules', () => {
  it.each([
    ['packages/ca/src/a.ts', `import '@stackgan/layers';`],
    ['packages/stage1/src/a.ts', `import '@stackgan/stage2';`],
    ['packages/layers/src/a.ts', `import '../../ca/src/index.js';`],
    ['packages/layers/src/a.ts', `import 'node:fs';`],
    ['packages/layers/src/a.ts', `import '@tensorflow/tfjs-backend-cpu';`],
    ['packages/data/src/a.ts', `import '@stackgan/ca';`],
    ['apps/trainer/src/training/a.ts', `import '../commands/b.js';`],
    ['apps/trainer/src/evaluation/deep/a.ts', `import '../../training/b.js';`],
    ['apps/trainer/src/commands/a.ts', `import '../testing/b.js';`],
    ['apps/trainer/src/commands/a.ts', `import '../cli.js';`],
    ['apps/trainer/src/commands/a.ts', `import '../../../../tools/workspaces.js';`],
    ['apps/trainer/src/commands/a.test.ts', `import '../../../../tools/browser/draw.js';`],
    ['apps/trainer/src/testing/a.ts', `import '../../../../tools/browser/draw.js';`],
    ['packages/ca/src/a.test.ts', `import '../../../tools/browser/draw.js';`],
    ['apps/trainer/src/pages/browser/a.ts', `import '../page-text.js';`],
    ['apps/trainer/src/pages/browser/a.ts', `import 'node:fs';`],
    ['packages/data/src/images/a.ts', `import '@stackgan/ca';`],
    ['packages/data/src/prepared/a.ts', `import '../loader/b.js';`],
    ['packages/data/src/emoji/a.ts', `import '../testing/b.js';`],
    ['packages/tfjs-backend-ort/src/graph/a.ts', `import '../execution/compile.js';`],
    ['packages/tfjs-backend-ort/src/lowering/convolution/a.ts', `import '../../kernels/index.js';`],
    ['packages/tfjs-backend-ort/src/trace/a.ts', `import '../index.js';`],
    ['packages/tfjs-backend-ort/src/trace/a.ts', `import '@stackgan/random';`],
  ])('%s may not hold %s', (file, code) => {
    expect(broken(file, code)).toEqual(['no-restricted-imports']);
  });

  it.each([
    ['packages/stage2/src/a.ts', `import '@stackgan/stage1';`],
    ['packages/layers/src/a.test.ts', `import '@tensorflow/tfjs-backend-cpu';`],
    ['packages/layers/src/a.test.ts', `import '@stackgan/random';`],
    ['packages/data/src/a.ts', `import 'node:fs';`],
    ['packages/data/src/loader/a.ts', `import '../prepared/b.js';`],
    ['apps/trainer/src/training/a.ts', `import '../sampling/b.js';`],
    ['apps/trainer/src/cli/a.ts', `import '../commands/b.js';`],
    ['apps/trainer/src/commands/a.test.ts', `import '../testing/b.js';`],
    ['apps/trainer/src/report/a.ts', `import '../pages/page-text.js';`],
    ['apps/trainer/src/pages/browser/a.ts', `import './b.js';`],
    ['packages/tfjs-backend-ort/src/trace/a.ts', `import '../backend/backend.js';`],
    ['packages/tfjs-backend-ort/src/graph/a.test.ts', `import '../index.js';`],
    ['packages/tfjs-backend-ort/src/index.ts', `import './trace/traced.js';`],
  ])('%s may hold %s', (file, code) => {
    expect(broken(file, code)).toEqual([]);
  });

  it('a package for browsers has no default export and no slow upsampling', () => {
    expect(broken('packages/ca/src/a.ts', 'export default 1;')).toEqual(['no-restricted-syntax']);
    expect(
      broken('packages/layers/src/a.ts', 'tf.image.resizeNearestNeighbor(x, [2, 2]);'),
    ).toEqual(['no-restricted-syntax']);
  });

  it.each(Object.entries(folderOrder))('knows all folders of %s', (workspace, order) => {
    const folders = readdirSync(join(root, workspace, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !testFolders.includes(entry.name))
      .map(({ name }) => name);
    expect(folders.sort()).toEqual([...order].sort());
  });
});
