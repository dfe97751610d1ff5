/** Program of report.html: a slider shows one grid at a time; without the program all are shown. */
const slider = document.querySelector<HTMLInputElement>('#time');
if (slider && slider.max !== '0') {
  document.body.classList.add('scripted');
  const frames = document.querySelectorAll('.frames figure');
  slider.addEventListener('input', () => {
    frames.forEach((frame, index) =>
      frame.classList.toggle('shown', index === Number(slider.value)),
    );
  });
}
