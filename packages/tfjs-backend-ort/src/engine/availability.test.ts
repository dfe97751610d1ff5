import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { isOrtAvailable, OrtUnavailableError, registerOrtBackend } from '../index.js';

it('finds ONNX Runtime', () => {
  expect(isOrtAvailable()).toEqual({ available: true });
});

it('says what the engine webgpu needs if there is no driver', () => {
  const source = fileURLToPath(new URL('../index.ts', import.meta.url));
  const script = `console.log(JSON.stringify((await import(${JSON.stringify(source)})).isOrtAvailable('webgpu')))`;
  const { stdout } = spawnSync(
    process.execPath,
    ['-C', '@stackgan/source', '--import', 'tsx', '--input-type=module', '--eval', script],
    {
      encoding: 'utf8',
      env: { ...process.env, VK_DRIVER_FILES: '/missing', VK_ICD_FILENAMES: '/missing' },
    },
  );
  const answer = JSON.parse(stdout) as { available: boolean; reason?: string };
  // macOS and Windows always have such a driver.
  if (process.platform !== 'linux') return;
  expect(answer.available).toBe(false);
  expect(answer.reason).toMatch(
    /^ONNX Runtime's engine webgpu does not start: .+ adapter.*; it needs a GPU with a Vulkan .* use the engine cpu$/,
  );
});

// Computers that run the tests do not have the CUDA files.
it('says what the engine cuda needs, and registers nothing', () => {
  expect(isOrtAvailable('cuda').reason).toMatch(/CUDA files are not installed.*cuda12/);
  expect(() => registerOrtBackend({ engine: 'cuda' })).toThrow(OrtUnavailableError);
});
