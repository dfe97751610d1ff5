/** Style sheet of report.html. */
export const reportStyle = `
:root { color-scheme: light; font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; color: #1f2430; background: #f6f7f9; }
body { max-width: 1180px; margin: 0 auto; padding: 28px 24px 48px; }
h1 { font-size: 26px; margin: 0 0 12px; letter-spacing: -0.01em; }
h2 { font-size: 18px; margin: 0 0 14px; }
h3 { font-size: 15px; margin: 0; }
section { background: #fff; border: 1px solid #e3e6ec; border-radius: 12px; padding: 20px 22px; margin-top: 20px; }
.facts { display: flex; flex-wrap: wrap; gap: 10px 32px; margin: 0; }
.facts dt { font-size: 12px; color: #6b7280; }
.facts dd { margin: 0; font-weight: 600; }
figure { margin: 0; }
figcaption, .legend { font-size: 13px; color: #6b7280; margin: 4px 0 0; min-height: 1.5em; }
.legend span { font-weight: 600; margin-right: 14px; }
.legend span::before { content: "●\\00a0"; }
.frames figure { margin-bottom: 16px; }
.scripted .frames figure { display: none; margin: 0; }
.scripted .frames figure.shown { display: block; }
.frames img, details img { max-width: 100%; border: 1px solid #e3e6ec; border-radius: 8px; }
.frames figcaption { font-weight: 600; color: #1f2430; }
input[type=range] { width: 100%; margin: 8px 0 4px; display: none; }
.scripted input[type=range] { display: block; }
details { margin-top: 12px; } summary { cursor: pointer; color: #2563eb; }
.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(440px, 1fr)); gap: 28px 32px; }
svg { max-width: 100%; height: auto; }
.metrics { border-collapse: collapse; margin-bottom: 18px; font-size: 14px; }
.metrics th { text-align: left; font-weight: 600; } .metrics th, .metrics td { padding: 4px 20px 4px 0; vertical-align: top; }
.metrics td:nth-child(2) { white-space: nowrap; font-variant-numeric: tabular-nums; } .metrics td:last-child { color: #6b7280; }
.options { columns: 2 380px; column-gap: 40px; font-size: 13px; }
.options div { display: flex; justify-content: space-between; padding: 3px 0; border-bottom: 1px solid #eef0f4; break-inside: avoid; }
.options code { color: #6b7280; font-family: ui-monospace, "DejaVu Sans Mono", monospace; }
footer { margin-top: 18px; font-size: 12px; color: #6b7280; }
`;

/** Script of report.html: the slider shows one grid at a time; without it all are shown. */
export const reportScript = `
const slider = document.getElementById('time');
if (slider && slider.max !== '0') {
  document.body.classList.add('scripted');
  const frames = document.querySelectorAll('.frames figure');
  slider.addEventListener('input', () =>
    frames.forEach((frame, index) => frame.classList.toggle('shown', index === Number(slider.value))));
}
`;
