/** Lets the reader highlight a series of the figure by pointing at its entry, and hide it by a click. */
export function makeLegend(figure: HTMLElement): void {
  for (const entry of figure.querySelectorAll<HTMLElement>('[data-legend]')) {
    const series = entry.dataset.legend ?? '';
    const button = document.createElement('button');
    button.type = 'button';
    button.ariaPressed = 'true';
    button.append(...entry.childNodes);
    entry.append(button);
    const highlight = (isOn: boolean): void => {
      for (const mark of marksOf(figure)) {
        mark.classList.toggle('dim', isOn && mark.dataset.series !== series);
      }
    };
    button.addEventListener('click', () => {
      const isShown = button.ariaPressed !== 'true';
      button.ariaPressed = String(isShown);
      for (const mark of marksOf(figure)) {
        if (mark.dataset.series === series) mark.classList.toggle('off', !isShown);
      }
    });
    button.addEventListener('pointerenter', () => highlight(true));
    button.addEventListener('pointerleave', () => highlight(false));
    button.addEventListener('focus', () => highlight(button.matches(':focus-visible')));
    button.addEventListener('blur', () => highlight(false));
  }
}

function marksOf(figure: HTMLElement): NodeListOf<SVGElement> {
  return figure.querySelectorAll<SVGElement>('[data-series]');
}
