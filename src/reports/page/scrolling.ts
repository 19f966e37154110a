/** Says of a table that it scrolls while it does. */
export function markScrolling(frame: HTMLElement): void {
  const hint = document.createElement('p');
  hint.className = 'note hint';
  hint.textContent = 'Wider than the page: scroll sideways.';
  frame.before(hint);
  const update = (): void => {
    hint.hidden = frame.scrollWidth <= frame.clientWidth;
  };
  update();
  new ResizeObserver(update).observe(frame);
}
