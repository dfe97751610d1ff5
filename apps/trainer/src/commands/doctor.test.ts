import { describe, expect, it } from 'vitest';
import type { BackendCandidate } from '../backends/backend-candidates.js';
import { selectBackend } from '../backends/select-backend.js';
import { doctor, doctorText } from './doctor.js';

const candidate = (name: BackendCandidate['name'], fault?: string): BackendCandidate => ({
  name,
  description: `${name} kernels`,
  wayOut: `install ${name}`,
  activate: async () => {
    if (fault !== undefined) throw new Error(fault);
    await import('@tensorflow/tfjs-backend-cpu');
    await (await import('@tensorflow/tfjs-core')).setBackend('cpu');
  },
});

describe('doctorText', () => {
  it('shows which backends work, why others do not, and the way out', () => {
    const machine = {
      node: '22.1.0',
      platform: 'linux x64',
      cores: 2,
      memoryGB: { total: 3, free: 1.25 },
    };
    const common = { description: 'on a GPU', wayOut: 'buy one' };
    const text = doctorText(machine, [
      { ...common, name: 'node-gpu', works: false, reason: 'not installed' },
      { ...common, name: 'ort-webgpu', works: true, reason: 'works', onlyByName: true },
      { ...common, name: 'cpu', works: true, reason: 'works', description: 'slow' },
    ]);
    expect(text).toBe(`Node 22.1.0 on linux x64, 2 cores, 3.0 GB memory (1.3 free)

backend  works
node-gpu   no   on a GPU: not installed
               → buy one
ort-webgpu yes  on a GPU, only by --backend
cpu        yes  slow

--backend auto takes cpu, the first that works.`);
  });
});

describe('doctor', () => {
  it('tries each backend', async () => {
    const text = await doctor([candidate('ort', 'no file'), candidate('cpu')]);
    expect(text).toMatch(/ort +no +ort kernels: no file\n +→ install ort\ncpu +yes/);
    expect(await doctor([candidate('ort', 'no file')])).toContain('No backend works here.');
  });
});

describe('selectBackend', () => {
  it('takes the first that works', async () => {
    const candidates = [candidate('ort', 'no file'), candidate('node'), candidate('cpu')];
    expect((await selectBackend('auto', candidates)).name).toBe('node');
    expect((await selectBackend('cpu', candidates)).name).toBe('cpu');
  });

  it('says why one that was asked for does not work, and names the nearest of an unknown one', async () => {
    const candidates = [candidate('ort', 'no file')];
    await expect(selectBackend('ort', candidates)).rejects.toThrow(
      'backend ort: no file; install ort, or --backend auto',
    );
    await expect(selectBackend('auto', candidates)).rejects.toThrow('no backend works here');
    await expect(selectBackend('cpy', candidates)).rejects.toThrow(
      'unknown backend cpy; did you mean cpu?',
    );
  });
});
