/** The backends of `--backend`, best first. */
export const BACKEND_NAMES = ['node-gpu', 'ort', 'ort-webgpu', 'ort-cuda', 'node', 'cpu'] as const;

export type BackendName = (typeof BACKEND_NAMES)[number];
