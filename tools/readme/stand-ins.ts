import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ModuleKind, ScriptTarget, transpileModule } from 'typescript';

/** Packages of README examples that are not installed here, and the module that stands for each. */
const standIns = { '@huggingface/transformers': 'transformers.ts' };

/** Puts the stand-ins into the `node_modules` of a folder, with types. */
export async function writeStandIns(folder: string): Promise<void> {
  const compilerOptions = { module: ModuleKind.ESNext, target: ScriptTarget.ES2022 };
  const exports = { types: './index.ts', default: './index.js' };
  for (const [name, module] of Object.entries(standIns)) {
    const place = join(folder, 'node_modules', name);
    const code = await readFile(join(import.meta.dirname, module), 'utf8');
    await mkdir(place, { recursive: true });
    await writeFile(join(place, 'package.json'), JSON.stringify({ type: 'module', exports }));
    await writeFile(join(place, 'index.ts'), code);
    await writeFile(join(place, 'index.js'), transpileModule(code, { compilerOptions }).outputText);
  }
}
