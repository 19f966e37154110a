/**
 * Shows a box next to the pointer over each mark with a `data-tip`, the number of its text.
 * @param texts one field a line, name and value around a tab.
 */
export function showTooltips(texts: readonly string[]): void {
  const box = document.createElement('div');
  box.id = 'tooltip';
  box.hidden = true;
  document.body.append(box);
  const show = (event: PointerEvent): void => {
    const mark = event.target instanceof Element ? event.target.closest('[data-tip]') : null;
    box.hidden = mark === null;
    if (mark !== null) fill(box, texts[Number(mark.getAttribute('data-tip'))] ?? '', event);
  };
  document.addEventListener('pointerover', show);
  document.addEventListener('pointerdown', show);
}

/** Values become text nodes, never markup. */
function fill(box: HTMLElement, text: string, event: PointerEvent): void {
  box.replaceChildren(...text.split('\n').flatMap(lineOf));
  const gap = 14;
  const left = Math.min(event.clientX + gap, innerWidth - box.offsetWidth - gap);
  const isBelow = event.clientY + gap + box.offsetHeight < innerHeight;
  const top = isBelow ? event.clientY + gap : event.clientY - gap - box.offsetHeight;
  box.style.left = `${Math.max(0, left)}px`;
  box.style.top = `${Math.max(0, top)}px`;
}

function lineOf(line: string): HTMLElement[] {
  const [name = '', value = ''] = line.split('\t');
  const term = document.createElement('span');
  term.textContent = name;
  const text = document.createElement('b');
  text.textContent = value;
  return [term, text];
}
