/**
 * Program of report.html: a slider shows one grid at a time, without the program all are shown; the
 * page of a training that goes on is loaded again every now and then.
 */
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

// While training goes on, the page is written anew; whoever looks at an earlier grid keeps it.
const { refresh } = document.body.dataset;
if (refresh !== undefined) {
  setInterval(
    () => {
      if (slider === null || slider.value === slider.max) location.reload();
    },
    Number(refresh) * 1000,
  );
}
