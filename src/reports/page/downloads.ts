/** What the page carries for its script. */
export interface PageData {
  /** Gzip as base64: the tooltips, with a zero between. */
  readonly tips: string;
  readonly files: readonly {
    readonly name: string;
    readonly label: string;
    readonly mediaType: string;
    /** Base64. */
    readonly gzip: string;
  }[];
  /** Colours of an SVG file by the name of their variable. */
  readonly lightPalette: Readonly<Record<string, string>>;
}

/** Fills the element `downloads` with a button for each file. */
export function offerFiles({ files }: PageData): void {
  const place = document.getElementById('downloads');
  for (const { name, label, mediaType, gzip } of files) {
    place?.append(
      downloadButton(label, `Download ${name}`, async () => {
        save(name, mediaType, await unzipped(gzip).arrayBuffer());
      }),
    );
  }
}

/** The content of gzip in base64. */
export function unzipped(gzip: string): Response {
  const bytes = Uint8Array.from(atob(gzip), (character) => character.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip')));
}

/** A button below the figure for the picture that is shown, in light colours. */
export function offerFigures(figure: HTMLElement, { lightPalette }: PageData): void {
  const caption = figure.querySelector('figcaption');
  if (caption === null) return;
  const button = downloadButton('SVG', 'Download as SVG', () => {
    const svg = figure.querySelector('.drawing:not([hidden]) .wide svg');
    if (svg === null) return;
    const text = new XMLSerializer()
      .serializeToString(svg)
      .replaceAll(/ data-(?:series|tip)="[^"]*"/g, '')
      .replaceAll(/var\(--figure-(\w+)\)/g, (_, name: string) => lightPalette[name] ?? 'black');
    save(`${figure.id}.svg`, 'image/svg+xml', text);
  });
  caption.append(' ', button);
}

function downloadButton(label: string, name: string, download: () => unknown): HTMLElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'download';
  button.textContent = label;
  button.ariaLabel = name;
  button.addEventListener('click', () => void download());
  return button;
}

function save(name: string, type: string, content: BlobPart): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by then.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
