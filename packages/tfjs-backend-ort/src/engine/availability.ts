import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { OrtUnavailableError } from '../errors/unavailable-error.js';
import { OnnxModelBuilder } from '../onnx/model-builder.js';
import { writeModel } from '../onnx/write-model.js';
import { createSession, type Engine, loadNative } from './engine.js';

/** Whether ONNX Runtime and one of its engines work on this computer, and if not, why. */
export function isOrtAvailable(engine: Engine = 'cpu'): { available: boolean; reason?: string } {
  try {
    requireEngine(engine);
    return { available: true };
  } catch (error) {
    return { available: false, reason: (error as Error).message };
  }
}

const waysOut = {
  webgpu:
    'it needs a GPU with a Vulkan (Linux: libvulkan1 and the driver of the GPU), Metal or Direct3D 12 driver',
  cuda:
    "it needs an NVIDIA GPU, CUDA 12, cuDNN 9 and ONNX Runtime's CUDA files (on Linux x64, " +
    'ONNXRUNTIME_NODE_INSTALL=cuda12 npm rebuild --ignore-scripts=false onnxruntime-node downloads them)',
};

/** The path of the CUDA library. If it is missing, ONNX Runtime prints an error of its own. */
function cudaLibrary(): string {
  const require = createRequire(import.meta.url);
  const folder = join(dirname(require.resolve('onnxruntime-node/package.json')), 'bin/napi-v6');
  const name =
    process.platform === 'win32'
      ? 'onnxruntime_providers_cuda.dll'
      : 'libonnxruntime_providers_cuda.so';
  return join(folder, process.platform, process.arch, name);
}

/** Throws OrtUnavailableError if an engine does not start. */
function requireEngine(engine: Engine): void {
  const native = loadNative();
  if (engine === 'cpu') return;
  const names = native.engines();
  const help = `${waysOut[engine]}. Or use the engine cpu`;
  if (!names.includes(engine)) {
    throw new OrtUnavailableError(
      `this build of ONNX Runtime has the engines ${names.join(', ')}, not ${engine}; ${help}`,
    );
  }
  if (engine === 'cuda' && !existsSync(cudaLibrary())) {
    throw new OrtUnavailableError(`ONNX Runtime's CUDA files are not installed; ${help}`);
  }
  try {
    createSession(emptyModel(), { engine, threads: 1 }).release();
  } catch (error) {
    const [reason = ''] = (error as Error).message.split('\n');
    throw new OrtUnavailableError(
      `ONNX Runtime's engine ${engine} does not start: ${reason.replace(/^.* (?=Failed)/, '')}; ${help}`,
    );
  }
}

function emptyModel(): Uint8Array {
  const builder = new OnnxModelBuilder();
  const input = builder.input('float32', [1]);
  builder.output(builder.node('Neg', [input]), 'float32', [1]);
  return writeModel(builder.model());
}
