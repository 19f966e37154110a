/**
 * A box next to the pointer that shows the fields of a mark, one line each. Values become text nodes,
 * never markup.
 * @returns what Vega calls with the fields, or with null or undefined to hide the box.
 */
export function createTooltip(): (event: MouseEvent, value: unknown) => void {
  const box = document.createElement('div');
  box.id = 'tooltip';
  box.hidden = true;
  document.body.append(box);
  return (event, value) => {
    box.hidden = typeof value !== 'object' || value === null;
    if (typeof value !== 'object' || value === null) return;
    box.replaceChildren(...Object.entries(value).flatMap(lineOf));
    const gap = 14;
    const left = Math.min(event.clientX + gap, window.innerWidth - box.offsetWidth - gap);
    const isBelow = event.clientY + gap + box.offsetHeight < window.innerHeight;
    const top = isBelow ? event.clientY + gap : event.clientY - gap - box.offsetHeight;
    box.style.left = `${Math.max(0, left)}px`;
    box.style.top = `${Math.max(0, top)}px`;
  };
}

function lineOf([name, value]: [string, unknown]): HTMLElement[] {
  const term = document.createElement('span');
  term.textContent = name;
  const text = document.createElement('b');
  text.textContent = String(value);
  return [term, text];
}
