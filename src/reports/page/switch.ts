/** Shows the picture of the figure that the reader chooses. */
export function makeSwitch(figure: HTMLElement): void {
  const choices = figure.querySelector<HTMLElement>('.switch');
  if (choices === null) return;
  choices.hidden = false;
  choices.addEventListener('change', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    [...figure.querySelectorAll<HTMLElement>('.drawing')].forEach((drawing, index) => {
      drawing.hidden = index !== Number(target.value);
    });
  });
}
