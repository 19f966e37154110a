import { cssDeclarations, darkPalette, lightPalette } from '../figures/palette.js';
import { figureFont } from '../figures/theme.js';

/** The style sheet of the page: light, dark where the reader prefers it, light again on paper. */
export function pageStyle(): string {
  return `
:root{color-scheme:light dark;${cssDeclarations(lightPalette)}}
@media (prefers-color-scheme:dark){:root{${cssDeclarations(darkPalette)}}}
@media print{:root{color-scheme:light;${cssDeclarations(lightPalette)}}}
${textStyle}${figureStyle}${tableStyle}${narrowStyle}${printStyle}`;
}

const textStyle = `
*{box-sizing:border-box}
[hidden]{display:none!important}
body{margin:0 auto;max-width:1240px;padding:14px 20px 60px;background:var(--figure-background);color:var(--figure-ink);font:16px/1.5 ${figureFont}}
h1{font-size:1.4rem;line-height:1.25;margin:0 0 .2em;overflow-wrap:anywhere}
h2{font-size:1.25rem;margin:1.8em 0 .6em}
h3{font-size:1rem;margin:1.8em 0 .3em}
p,ul,dl,.answer{max-width:860px}
a{color:var(--figure-blue)}
nav{display:flex;flex-wrap:wrap;gap:2px 16px;font-size:.85rem;margin:0 0 .7em;align-items:baseline}
#downloads{display:flex;gap:8px;margin-left:auto}
button.download,button.more{font:inherit;font-size:.8rem;padding:1px 8px;border:1px solid var(--figure-muted);border-radius:5px;background:none;color:var(--figure-ink);cursor:pointer}
.first{display:grid;grid-template-columns:minmax(0,1fr);gap:8px;margin-bottom:.7em}
.first>*{max-width:none}
.answer{font-size:1.15rem;border-left:4px solid var(--figure-blue);padding-left:12px;margin:0 0 1em}
.first .answer{font-size:.84rem;line-height:1.38;margin:0}
.answer p{margin:0;max-width:none}
.answer>p{font-weight:600;margin-bottom:.2em}
.answer dl{gap:1px 12px;max-width:none}
dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 18px;margin:0}
dt{color:var(--figure-muted)}
dd{margin:0;overflow-wrap:anywhere}
.numbers{grid-template-columns:repeat(4,1fr);gap:8px}
.numbers div{border:1px solid var(--figure-grid);border-radius:8px;padding:3px 10px;line-height:1.25}
.numbers dt{font-size:.78rem}
.numbers b{display:block;font-size:1.2rem}
.numbers small{color:var(--figure-muted);font-size:.75rem}
.warnings{border:1px solid var(--figure-orange);border-radius:6px;padding:10px 14px 10px 32px;margin:0}
.note{color:var(--figure-muted);font-size:.9rem;margin:.4em 0}
details{border-top:1px solid var(--figure-grid);margin-top:1em}
summary{cursor:pointer;padding:.5em 0}
summary h2{display:inline;margin:0}
:focus-visible{outline:2px solid var(--figure-blue);outline-offset:2px}`;

const figureStyle = `
figure{margin:0 0 2.2em}
.controls{display:flex;flex-wrap:wrap;gap:2px 20px;align-items:center}
.drawing svg{display:block;max-width:100%;height:auto}
.full,.narrow{display:none}
figcaption{color:var(--figure-muted);font-size:.85rem;margin:.3em 0;max-width:860px}
.legend{list-style:none;display:flex;flex-wrap:wrap;gap:2px 14px;margin:0;padding:0;font-size:.8rem;max-width:none}
.legend li,.legend button{display:inline-flex;align-items:center;gap:5px}
.legend button{all:unset;display:inline-flex;align-items:center;gap:5px;cursor:pointer;border-radius:4px}
.legend button:focus-visible{outline:2px solid var(--figure-blue)}
.legend button[aria-pressed=false]{text-decoration:line-through;color:var(--figure-muted)}
.dim{opacity:.12}
.off{display:none}
.switch{border:0;margin:0 0 2px;padding:0;display:flex;flex-wrap:wrap;gap:2px 14px;font-size:.8rem}
.switch legend{float:left;padding:0 12px 0 0;color:var(--figure-muted)}
.switch label{display:inline-flex;gap:4px;align-items:center}
#tooltip{position:fixed;z-index:1;pointer-events:none;display:grid;grid-template-columns:max-content max-content;gap:1px 12px;padding:8px 10px;border:1px solid var(--figure-muted);border-radius:6px;background:var(--figure-background);color:var(--figure-ink);font-size:12px;line-height:1.35;box-shadow:0 2px 10px #0004}
#tooltip span{color:var(--figure-muted)}
#tooltip b{font-weight:600}
@media (min-width:1100px){.full{display:block}.full+.wide{display:none}}`;

const tableStyle = `
.table{overflow-x:auto}
table{border-collapse:collapse;font-size:.82rem;font-variant-numeric:tabular-nums;margin-top:.4em}
th,td{padding:3px 12px 3px 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--figure-grid)}
th{font-weight:600;vertical-align:bottom}
.right{text-align:right}
.unbroken{white-space:nowrap}
th button{all:unset;cursor:pointer;text-decoration:underline dotted}
th button:focus-visible{outline:2px solid var(--figure-blue)}
th[aria-sort=ascending] button::after{content:" \\2191"/""}
th[aria-sort=descending] button::after{content:" \\2193"/""}
.filter{display:block;margin:.6em 0;color:var(--figure-muted);font-size:.9rem}
.filter input{font:inherit;padding:4px 8px;border:1px solid var(--figure-muted);border-radius:6px;background:var(--figure-background);color:var(--figure-ink)}
`;

const narrowStyle = `
@media (max-width:700px){body{padding:14px 14px 40px}dl{grid-template-columns:1fr}dd{margin-bottom:8px}.numbers{grid-template-columns:1fr 1fr}.numbers dd{margin:0}.narrow{display:block}.wide:not(.always){display:none}#downloads{margin-left:0}}`;

const printStyle = `
@media print{body{max-width:none;padding:0;font-size:10pt}nav,.switch,.download,.hint,#tooltip{display:none}
h1,h2,h3,summary,.note,.legend,figure>b{break-after:avoid}figure,tr,.answer,.numbers{break-inside:avoid}
.full,.narrow{display:none!important}.wide{display:block!important}.table{overflow:visible}table{font-size:6.8pt}th,td{padding:2px 5px 2px 0}
details::details-content{content-visibility:visible;block-size:auto}}
`;
