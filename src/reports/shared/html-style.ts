import { cssDeclarations, darkPalette, lightPalette } from '../figures/palette.js';

/** The style sheet of the page: light, dark where the reader prefers it, light again on paper. */
export function pageStyle(): string {
  return `
:root{color-scheme:light dark;${cssDeclarations(lightPalette)}}
@media (prefers-color-scheme:dark){:root{${cssDeclarations(darkPalette)}}}
@media print{:root{color-scheme:light;${cssDeclarations(lightPalette)}}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:1080px;padding:24px 20px 60px;background:var(--figure-background);color:var(--figure-ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .6em;overflow-wrap:anywhere}
p,ul,dl,figure,.answer{max-width:780px}
.answer dl{grid-template-columns:auto minmax(0,1fr)}
.answer dd{grid-column:2}
h2{font-size:1.2rem;margin:2.2em 0 .6em}
.answer{font-size:1.15rem;border-left:4px solid var(--figure-blue);padding-left:14px;margin:0 0 1.6em}
.answer p{margin:.4em 0;overflow-wrap:anywhere}
.answer p:first-child{font-weight:600}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 18px;margin:0}
dt{color:var(--figure-muted)}
dd{margin:0;overflow-wrap:anywhere}
.warnings{border:1px solid var(--figure-orange);border-radius:6px;padding:10px 14px 10px 32px;margin:0}
figure{margin:0 0 2.4em}
.drawing,.table{overflow-x:auto}
.drawing svg{display:block;max-width:100%;height:auto;min-width:640px}
figcaption,.note{color:var(--figure-muted);font-size:.9rem;margin:.4em 0}
table{border-collapse:collapse;font-size:.85rem;font-variant-numeric:tabular-nums;margin-top:.6em}
th,td{padding:4px 10px 4px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--figure-grid)}
th{font-weight:600;vertical-align:bottom}
.right{text-align:right}
.unbroken{white-space:nowrap}
th button{all:unset;cursor:pointer;text-decoration:underline dotted}
th button:focus-visible,.table:focus-visible,a:focus-visible{outline:2px solid var(--figure-blue);outline-offset:2px}
th[aria-sort=ascending] button::after{content:" \\2191"/""}
th[aria-sort=descending] button::after{content:" \\2193"/""}
.filter{display:block;margin:.6em 0;color:var(--figure-muted);font-size:.9rem}
.filter input{font:inherit;padding:4px 8px;border:1px solid var(--figure-muted);border-radius:6px;background:var(--figure-background);color:var(--figure-ink)}
a{color:var(--figure-blue)}
#tooltip{position:fixed;z-index:1;pointer-events:none;display:grid;grid-template-columns:max-content max-content;gap:1px 12px;padding:8px 10px;border:1px solid var(--figure-muted);border-radius:6px;background:var(--figure-background);color:var(--figure-ink);font-size:12px;line-height:1.35;box-shadow:0 2px 10px #0004}
#tooltip[hidden]{display:none}
#tooltip span{color:var(--figure-muted)}
#tooltip b{font-weight:600}
@media (max-width:560px){body{padding:16px 14px 40px}dl{grid-template-columns:1fr}dd{margin-bottom:8px}}
@media print{body{max-width:none;padding:0;font-size:11pt}figure,table{break-inside:avoid}.drawing,.table{overflow:visible}.drawing svg{min-width:0}table{font-size:7.5pt}#tooltip{display:none}}
`;
}
