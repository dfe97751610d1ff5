// Browsers give threads to WebAssembly only in pages that are isolated from other origins.
const headers = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default { base: './', server: { headers }, preview: { headers } };
