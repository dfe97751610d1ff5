import { existsSync } from 'node:fs';
import { isOrtAvailable } from '../src/index.js';

/** SwiftShader, a Vulkan driver in software, of Debian's package chromium-common. */
const driver = '/usr/lib/chromium/vk_swiftshader_icd.json';

/** The reason why tests cannot run on the engine `webgpu`; undefined if they can. */
export function whyNoGpu(): string | undefined {
  if (existsSync(driver)) process.env['VK_ICD_FILENAMES'] ??= driver;
  const { available, reason } = isOrtAvailable('webgpu');
  return available ? undefined : reason;
}
