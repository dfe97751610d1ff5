/** Style sheet that the pages of all studies have. */
export const pageStyle = `
:root { color-scheme: light; font: 16px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; color: #1f2430; background: #f6f7f9; }
* { box-sizing: border-box; }
body { max-width: 1280px; margin: 0 auto; padding: 0 16px 24px; }
header { display: flex; gap: 12px; align-items: center; padding: 12px 0; font-size: 14px; color: #4b5563; }
progress { flex: 1; height: 8px; accent-color: #2563eb; } #count { white-space: nowrap; }
.lead, .help { margin: 0; color: #4b5563; font-size: 15px; }
h1 { font-size: 24px; line-height: 1.25; margin: 4px 0; outline: none; overflow-wrap: anywhere; }
img { display: block; width: 100%; aspect-ratio: 1; border-radius: 6px; background: #eef0f4; outline: 1px solid #e3e6ec; outline-offset: -1px; }
button:focus-visible { outline: 3px solid #2563eb; outline-offset: 2px; }
nav { position: sticky; bottom: 0; display: flex; gap: 12px; padding: 10px 0; background: #f6f7f9; border-top: 1px solid #e3e6ec; }
nav .main { margin-left: auto; }
nav button, .buttons button { font: inherit; min-height: 44px; padding: 8px 20px; border: 1px solid #c9ced8; border-radius: 10px; background: #fff; color: inherit; cursor: pointer; }
nav .main, .buttons .main { background: #2563eb; border-color: #2563eb; color: #fff; font-weight: 600; min-width: 120px; }
button:disabled { opacity: 0.45; cursor: default; }
#status { min-height: 1.5em; margin: 8px 0; color: #4b5563; }
footer { font-size: 12px; color: #6b7280; }
[hidden] { display: none !important; }
@media (max-width: 640px) { h1 { font-size: 20px; } }
`;
