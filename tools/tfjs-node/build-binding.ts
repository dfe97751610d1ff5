import { existsSync } from 'node:fs';
import { mkdir, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { command } from '../test/command.js';
import { root } from '../workspaces.js';

/** Cached files: TensorFlow, and a project with the packed trainer and tfjs-node. */
export const cache = join(root, '.cache/tfjs-node');
export const project = join(cache, 'project');

/** Extracts the libraries and C headers from the wheel, a zip file of 270 MB. */
const EXTRACT = `
import sys, zipfile
wheel, folder = sys.argv[1:]
for name in (archive := zipfile.ZipFile(wheel)).namelist():
    if name.startswith('tensorflow/libtensorflow') or (
        name.startswith(tuple(f'tensorflow/include/{part}/' for part in ('tensorflow', 'tsl', 'xla/tsl'))) and name.endswith('.h')
    ):
        archive.extract(name, folder)
`;

/**
 * Compiles the binding of the `@tensorflow/tfjs-node` installed in `project`, against the
 * TensorFlow of the PyPI wheel `tensorflow-cpu`, which `cache` keeps. The install script of the
 * package would download another TensorFlow instead. Linux; needs g++ and Python ($PYTHON, default
 * python3) with a pip that can download the wheel.
 */
export async function buildBinding(): Promise<void> {
  const python = process.env['PYTHON'] ?? 'python3';
  const tensorflow = join(cache, 'tensorflow');
  if (!existsSync(join(tensorflow, 'libtensorflow_cc.so.2'))) {
    await mkdir(cache, { recursive: true });
    await command(python, [
      ...['-m', 'pip', 'download', '--no-deps', `--dest=${cache}`, 'tensorflow-cpu==2.21.*'],
    ]);
    const wheel = (await readdir(cache)).find((name) => name.endsWith('.whl')) ?? '';
    await command(python, ['-c', EXTRACT, join(cache, wheel), cache]);
  }
  const folder = join(project, 'node_modules/@tensorflow/tfjs-node');
  const output = join(folder, 'lib/napi-v8');
  await mkdir(output, { recursive: true });
  await command('g++', [
    ...['-std=c++17', '-O2', '-fPIC', '-shared', '-DNAPI_VERSION=8'],
    `-I${join(dirname(process.execPath), '../include/node')}`,
    `-I${join(tensorflow, 'include')}`,
    ...['tfjs_backend.cc', 'tfjs_binding.cc'].map((name) => join(folder, 'binding', name)),
    ...['-o', join(output, 'tfjs_binding.node')],
    ...['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'].map((name) =>
      join(tensorflow, name),
    ),
    `-Wl,-rpath,${tensorflow}`,
  ]);
}
